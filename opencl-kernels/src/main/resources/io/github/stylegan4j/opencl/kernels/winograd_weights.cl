// Weight gradient of a convolution with a 3 x 3 kernel by minimal filtering: dw = Gt (sum over
// tiles of (A g At) * (Bt x B)) G, the product elementwise, for every pair of channels.
//
// Layout:  x [N, C, H, W] and g [N, O, H, W], planes contiguous; dw [O, C, 3, 3] contiguous.
//          Between the stages, with rows = C and columns = O rounded up to TALL and WIDE:
//          v [position][panel of TALL rows] and d [position][panel of WIDE columns], their k being
//          the tiles, and u [columns / WIDE][rows / TALL][position][TALL][WIDE], so that who
//          transforms sums back finds all positions side by side.
// Method:  for each position the sum over tiles is a matrix product of v and d. Where channels are
//          many, all of a chunk of tiles is transformed ("spread"), then multiplied ("add"), each
//          by all work-groups; if that is all tiles, sums need not leave the cache before they are
//          transformed back ("multiplyBlocks"). Where they are few, every work-group does both for
//          tiles of its own ("part"), and the parts are summed.
// Usage:   an argument says which stage a launch is, as in winograd.cl.
// Assumes: single precision, a CPU.
#include "tasks.cl"
#include "winograd_tiles.cl"
#include "panels.cl"

// Most tiles of a task that transforms, and of a part's stretch.
#define RUN 64

// Rows that are multiplied while they are in the cache.
#define ROWS 96

// A block of sums that are all transformed back at once; positions of it fit the cache.
#define SOME_ROWS 48
#define SOME_COLUMNS 64

// Source channels that pixels are asked for ahead of their transform, where planes are FAR apart.
#define SOON 8

// Tiles whose rows of pixels fill a vector.
#define BESIDE (8 / RESULTS)

#define D_POSITIONS (D_EDGE * D_EDGE)
#define S_POSITIONS (S_EDGE * S_EDGE)

typedef struct {
    int length;     // tiles that there is room for
    size_t vApart;  // distance of positions
    size_t dApart;
} Room;

// An odd line here and there keeps positions from sharing few sets of the cache.
static inline Room room(const int length, const int rows, const int columns) {
    Room r;
    r.length = length;
    r.vApart = length * (size_t)rows + WIDE;
    r.dApart = length * (size_t)columns + WIDE;
    return r;
}

// Transforms eight tiles of a plane of images, or stores zeros, to a row of a panel.
static inline ONCE void spreadPixels(__global const float* x, const int image, const Grid* g,
                                const Eight* t, const bool there, __global float* v,
                                const size_t apart) {
    if (!there) {
        for (int i = 0; i < V_POSITIONS; i++) {
            vstore8((float8)(0), 0, v + i * apart);
        }
        return;
    }
    float8 r[V_EDGE][V_EDGE];
    transformPixels(x, image, g, t, r);
#pragma unroll
    for (int i = 0; i < V_POSITIONS; i++) {
        vstore8(r[i / V_EDGE][i % V_EDGE], 0, v + i * apart);
    }
}

#define gradients_t JOIN(float, RESULTS)

// The gradients of one of eight tiles in its row "below", zeros where the image ends.
static inline gradients_t some(__global const float* y, const int image, const Grid* g,
                               const Eight* t, const int below, const int tile) {
    const int line = RESULT(t->row[tile]) + below;
    if (line >= RESULT(g->height)) {
        return (gradients_t)(0);
    }
    __global const float* p = y + t->image[tile] * (size_t)image + line * RESULT(g->width)
                              + RESULT(t->column[tile]);
    const int count = RESULT(g->width - t->column[tile]);
    if (count >= RESULTS) {
        return JOIN(vload, RESULTS)(0, p);
    }
    float q[RESULTS];
    for (int i = 0; i < RESULTS; i++) {
        q[i] = i < count ? p[i] : 0;
    }
    return JOIN(vload, RESULTS)(0, q);
}

// The gradients of BESIDE of eight tiles in the row "below" of each, one vector of eight channels
// per pixel; zeros for channels from "count" on.
static inline void gradients(__global const float* y, const int image, const int yc,
                             const int count, const Grid* g, const Eight* t, const int first,
                             const int below, float8* r) {
    for (int c = 0; c < 8; c++) {
        __global const float* p = y + c * (size_t)yc;
        if (c >= count) {
            r[c] = (float8)(0);
        } else if (t->wide && RESULT(t->row[0]) + below < RESULT(g->height)) {
            const int line = RESULT(t->row[0]) + below;
            r[c] = vload8(0, p + t->image[0] * (size_t)image + line * RESULT(g->width)
                                 + RESULT(t->column[first]));
        } else {
#if RESULTS == 4
            r[c] = (float8)(some(p, image, g, t, below, first),
                            some(p, image, g, t, below, first + 1));
#else
            r[c] = (float8)(some(p, image, g, t, below, first),
                            some(p, image, g, t, below, first + 1),
                            some(p, image, g, t, below, first + 2),
                            some(p, image, g, t, below, first + 3));
#endif
        }
    }
    transpose8(r);
}

// Transforms eight tiles of eight channels of gradients to d, channels side by side.
static inline ONCE void spreadGradients(__global const float* y, const int image, const int yc,
                                   const int count, const Grid* g, const Eight* t,
                                   __global float* d, const size_t apart) {
    for (int first = 0; first < 8; first += BESIDE) {
        float8 e[RESULTS][8];
        for (int i = 0; i < RESULTS; i++) {
            gradients(y, image, yc, count, g, t, first, i, e[i]);
        }
        for (int tile = 0; tile < BESIDE; tile++) {
            __global float* to = d + (first + tile) * WIDE;
            float8 middle[RESULTS][D_EDGE];
#pragma unroll
            for (int i = 0; i < RESULTS; i++) {
                ofResults(e[i] + tile * RESULTS, middle[i]);
            }
#pragma unroll
            for (int j = 0; j < D_EDGE; j++) {
                float8 column[RESULTS];
                float8 r[D_EDGE];
#pragma unroll
                for (int i = 0; i < RESULTS; i++) {
                    column[i] = middle[i][j];
                }
                ofResults(column, r);
#pragma unroll
                for (int i = 0; i < D_EDGE; i++) {
                    vstore8(r[i], 0, to + (i * D_EDGE + j) * apart);
                }
            }
        }
    }
}

// Asks for the gradients of neighbouring eights of tiles.
static inline ONCE void aheadGradients(__global const float* y, const int image, const Grid* g,
                                       const Eight* eights, const int count) {
    for (int e = 0; e < count; e++) {
        const Eight* t = eights + e;
        if (!t->wide) {
            return;
        }
        const int first = RESULT(t->row[0]);
        for (int line = first; line < min(first + RESULTS, RESULT(g->height)); line++) {
            __global const float* p = y + t->image[0] * (size_t)image + line * RESULT(g->width)
                                      + RESULT(t->column[0]);
            for (int i = 0; i < 8 * RESULTS; i += WIDE) {
                AHEAD(p + i);
            }
        }
    }
}

#define OPERANDS \
    const int images, const int height, const int width, const int ins, const int outs, \
    const int columns, const int rows, __global const float *x, const int ox, const int xn, \
    const int xc, __global const float *y, const int oy, const int yn, const int yc

// Asks for what will be read of channel c: of x, or of y if it is "rows" or more.
static inline void come(OPERANDS, const Grid* g, const Eight* eights, const int count, const int c) {
    if (g->height * g->width < FAR) {
        return;
    }
    if (c < ins) {
        ahead(x + ox + c * (size_t)xc, xn, g, eights, count, 1);
    } else if (c >= rows && c - rows < outs) {
        aheadGradients(y + oy + (c - rows) * (size_t)yc, yn, g, eights, count);
    }
}

// Transforms a panel of channels of some eights of tiles, of which the first is the at-th of the
// room: TALL of x, or WIDE of y behind those.
static inline ONCE void spreadPanel(OPERANDS, const Grid* g, const Eight* eights, const int count,
                               const int panel, const int at, const Room* r, __global float* v,
                               __global float* d) {
    const int first = panel * TALL;
    if (first < rows) {
        for (int i = 0; i < TALL; i++) {
            const int c = first + i;
            __global float* to = v + first * (size_t)r->length + at * TALL + i * LONG;
            come(images, height, width, ins, outs, columns, rows, x, ox, xn, xc, y, oy, yn, yc, g,
                 eights, count, c + SOON);
            for (int e = 0; e < count; e++) {
                spreadPixels(x + ox + c * (size_t)xc, xn, g, eights + e, c < ins,
                             to + e * (TALL * LONG), r->vApart);
            }
        }
        return;
    }
    const int c = (panel - rows / TALL) * WIDE;
    __global const float* from = y + oy + c * (size_t)yc;
    __global float* to = d + c * (size_t)r->length + at * WIDE;
    // Eight channels after the other; what is transformed next comes from memory meanwhile.
    for (int k = 0; k < 2 * count; k++) {
        const int next = rows + c + (k + 1) / count * 8;
        for (int i = next; i < next + 8; i++) {
            come(images, height, width, ins, outs, columns, rows, x, ox, xn, xc, y, oy, yn, yc, g,
                 eights + (k + 1) % count, 1, i);
        }
        const int some = k / count * 8;
        spreadGradients(from + some * (size_t)yc, yn, yc, outs - c - some, g, eights + k % count,
                        to + k % count * (8 * WIDE) + some, r->dApart);
    }
}

// Asks for the sums of the next products, which may come from far.
static inline void comeSums(__global const float* u) {
    for (int k = 0; k < TALL * WIDE; k += WIDE) {
        AHEAD(u + k);
    }
}

// The sums of position u += sum over tiles of v[row][tile] * d[panel][tile][WIDE], or = if "fresh".
static inline ONCE void addProducts(__global const float* v, __global const float* d, const Room* r,
                               const int tiles, const int from, const int to, const int rows,
                               const int columns, __global float* u, const bool fresh) {
    for (int k = 0; k < tiles; k += DEPTH) {
        const int depth = min(DEPTH, tiles - k);
        for (int c = 0; c < columns; c += WIDE) {
            for (int row = from; row < to; row += TALL) {
                __global float* sums = u + (c * (size_t)rows + row * WIDE) * S_POSITIONS;
                comeSums(sums + TALL * WIDE * S_POSITIONS);
                multiply(v + (row * (size_t)r->length + k * TALL),
                         d + (c * (size_t)r->length + k * WIDE), sums, depth, fresh && k == 0);
            }
        }
    }
}

// One position's products of a block of "tall" rows and "wide" columns, whose operands are v and d on,
// or these added to sums if not "fresh". Those of the next position, v and d after these, come from
// memory meanwhile.
static inline void block(__global const float* v, __global const float* d,
                         __global const float* nextD, const Room* r, const int tiles,
                         const int tall, const int wide, __global float* u, const bool fresh) {
    const int ofV = tall * r->length;
    const int all = ofV + wide * r->length;
    const int share = (all * WIDE - 1) / (tall / TALL * wide) + 1;
    int asked = 0;
    for (int k = 0; k < tiles; k += DEPTH) {
        const int depth = min(DEPTH, tiles - k);
        for (int c = 0; c < wide; c += WIDE) {
            for (int row = 0; row < tall; row += TALL) {
                for (const int end = min(all, asked + share); asked < end; asked += WIDE) {
                    AHEAD(asked < ofV ? v + r->vApart + asked : nextD + (asked - ofV));
                }
                multiply(v + (row * (size_t)r->length + k * TALL),
                         d + (c * (size_t)r->length + k * WIDE),
                         u + (c * (size_t)tall + row * WIDE) * S_POSITIONS, depth,
                         fresh && k == 0);
            }
        }
    }
}

// Transforms "count" tiles from "first" on.
static inline ONCE void spread(TASKS, OPERANDS, const int first, const int count, const int length,
                               __global float* v, __global float* d) {
    const Grid g = grid(images, height, width);
    const Room r = room(length, rows, columns);
    const int panels = columns / WIDE + rows / TALL;
    Eight eights[RUN / 8];
    DEAL(task) {
        const int from = task / panels * RUN;
        const int some = (min(RUN, count - from) + 7) / 8;
        for (int e = 0; e < some; e++) {
            eights[e] = eight(&g, first + from + 8 * e);
        }
        spreadPanel(images, height, width, ins, outs, columns, rows, x, ox, xn, xc, y, oy, yn, yc,
                    &g, eights, some, task % panels, from, &r, v, d);
    }
}

// Adds the products of "count" tiles to u; the tasks are sums and blocks of rows.
static inline ONCE void add(TASKS, const int columns, const int rows, const int count,
                            const int length, const int fresh, __global const float* v,
                            __global const float* d, __global float* u) {
    const Room r = room(length, rows, columns);
    const int blocks = (rows + ROWS - 1) / ROWS;
    const int deep = (count + 7) / 8 * 8;
    DEAL(task) {
        // Those of most products first.
        const int sum = S_POSITIONS - 1 - task / blocks;
        const int from = task % blocks * ROWS;
        for (int i = 0; i < POSITIONS; i++) {
            if (S_OF(i) == sum) {
                addProducts(v + i * r.vApart, d + D_OF(i) * r.dApart, &r, deep, from,
                            min(rows, from + ROWS), rows, columns, u + sum * (TALL * WIDE),
                            fresh && IS_FIRST(i));
            }
        }
    }
}

// A task sums over a run of stretches of "length" tiles, RUN at most.
static inline ONCE void part(TASKS, OPERANDS, const int length, __global float* u,
                             __global float* v) {
    const Grid g = grid(images, height, width);
    const Room r = room(length, rows, columns);
    const int panels = columns / WIDE + rows / TALL;
    __global float* d = v + V_POSITIONS * r.vApart;
    const size_t sum = rows * (size_t)columns * S_POSITIONS;
    Eight eights[RUN / 8];
    DEAL(p) {
        const int stretches = (g.tiles + length - 1) / length;
        const int begin = p * (size_t)stretches / tasks * length;
        const int end = (p + 1) * (size_t)stretches / tasks * length;
        for (int first = begin; first < min(end, g.tiles); first += length) {
            const int some = (min(length, g.tiles - first) + 7) / 8;
            for (int e = 0; e < some; e++) {
                eights[e] = eight(&g, first + 8 * e);
            }
            for (int b = 0; b < panels; b++) {
                spreadPanel(images, height, width, ins, outs, columns, rows, x, ox, xn, xc, y, oy,
                            yn, yc, &g, eights, some, b, 0, &r, v, d);
            }
            for (int i = 0; i < POSITIONS; i++) {
                addProducts(v + i * r.vApart, d + D_OF(i) * r.dApart, &r, some * 8, 0, rows, rows,
                            columns, u + p * sum + S_OF(i) * (TALL * WIDE),
                            first == begin && IS_FIRST(i));
            }
        }
    }
}

// Sums the parts of eight result channels and a source channel, and transforms them to taps, times a
// factor.
static inline ONCE void toKernels(__global const float* u, const size_t sum, const int parts,
                             const float factor, float8* g) {
    float8 middle[TAPS][S_EDGE];
#pragma unroll
    for (int j = 0; j < S_EDGE; j++) {
        float8 d[S_EDGE];
        float8 r[TAPS];
#pragma unroll
        for (int i = 0; i < S_EDGE; i++) {
            d[i] = vload8(0, u + (i * S_EDGE + j) * (TALL * WIDE));
            for (int p = 1; p < parts; p++) {
                d[i] += vload8(0, u + p * sum + (i * S_EDGE + j) * (TALL * WIDE));
            }
        }
        toTaps(d, r);
#pragma unroll
        for (int i = 0; i < TAPS; i++) {
            middle[i][j] = r[i];
        }
    }
#pragma unroll
    for (int i = 0; i < TAPS; i++) {
        toTaps(middle[i], g + i * TAPS);
#pragma unroll
        for (int j = 0; j < TAPS; j++) {
            g[i * TAPS + j] *= factor;
        }
    }
}

// Stores the taps of up to eight kernels "apart" from each other.
static inline ONCE void storeKernels(float8* g, __global float* to, const int apart, const int count) {
    float last[8];
    vstore8(g[8], 0, last);
    transpose8(g);
    if (count >= 8) {
#pragma unroll
        for (int l = 0; l < 8; l++) {
            vstore8(g[l], 0, to + l * apart);
            to[l * apart + 8] = last[l];
        }
        return;
    }
    float all[8][8];
#pragma unroll
    for (int l = 0; l < 8; l++) {
        vstore8(g[l], 0, all[l]);
    }
    for (int l = 0; l < count; l++) {
        vstore8(vload8(0, all[l]), 0, to + l * apart);
        to[l * apart + 8] = last[l];
    }
}

// Transforms the sums back; the tasks are panels of result channels and blocks of source channels.
static inline ONCE void taps(TASKS, const int ins, const int outs, const int columns, const int rows,
                             const int parts, const float factor, __global const float* u,
                             __global float* dw, const int ow) {
    const size_t sum = rows * (size_t)columns * S_POSITIONS;
    const int blocks = (ins + ROWS - 1) / ROWS;
    DEAL(task) {
        const int first = task % blocks * ROWS;
        const int panel = task / blocks * WIDE;
        for (int c = first; c < min(ins, first + ROWS); c++) {
            __global const float* from =
                u + (panel * (size_t)rows + c / TALL * TALL * WIDE) * S_POSITIONS + c % TALL * WIDE;
            // What the next panel of source channels needs.
            for (int i = 0; i < S_POSITIONS; i++) {
                AHEAD(from + TALL * WIDE * (S_POSITIONS + i));
            }
            for (int o = panel; o < min(outs, panel + WIDE); o += 8) {
                __global float* to = dw + ow + (o * (size_t)ins + c) * (TAPS * TAPS);
                float8 g[TAPS * TAPS];
                toKernels(from + (o - panel), sum, parts, factor, g);
                storeKernels(g, to, ins * (TAPS * TAPS), outs - o);
            }
        }
    }
}

// Multiplies tiles, "deep" of them, that are all transformed, and transforms the sums back while they
// are in the cache; the tasks are blocks of SOME_COLUMNS and SOME_ROWS.
static inline ONCE void multiplyBlocks(TASKS, const int ins, const int outs, const int columns,
                                       const int rows, const int deep, const int length,
                                       const float factor, __global const float* v,
                                       __global const float* d, __global float* dw, const int ow,
                                       __global float* u) {
    const Room r = room(length, rows, columns);
    const int blocks = (rows + SOME_ROWS - 1) / SOME_ROWS;
    DEAL(task) {
        const int row = task % blocks * SOME_ROWS;
        const int column = task / blocks * SOME_COLUMNS;
        const int tall = min(SOME_ROWS, rows - row);
        const int wide = min(SOME_COLUMNS, columns - column);
        for (int i = 0; i < POSITIONS; i++) {
            __global const float* columnsOf = d + column * (size_t)length;
            block(v + i * r.vApart + row * (size_t)length, columnsOf + D_OF(i) * r.dApart,
                  columnsOf + D_OF(i + 1) * r.dApart, &r, deep, tall, wide,
                  u + S_OF(i) * (TALL * WIDE), IS_FIRST(i));
        }
        for (int o = column; o < min(outs, column + wide); o += 8) {
            for (int c = row; c < min(ins, row + tall); c++) {
                const int at = c - row;
                const size_t sum = (o - column) / WIDE * tall + at / TALL * TALL;
                float8 g[TAPS * TAPS];
                toKernels(u + sum * WIDE * S_POSITIONS + at % TALL * WIDE + (o - column) % WIDE, 0, 1,
                          factor, g);
                storeKernels(g, dw + ow + (o * (size_t)ins + c) * (TAPS * TAPS),
                             ins * (TAPS * TAPS), outs - o);
            }
        }
    }
}

// The numbers of a launch: few arguments are handed over faster than many.
typedef struct {
    int stage;
    int start, tasks;
    int images, height, width, ins, outs, columns, rows;
    int ox, xn, xc;
    int oy, yn, yc;
    int first, count, length, parts;
    int ow;
    int stride;  // elements of v or u that a work-group has to itself, if any
} Launch;

#define TASKS_OF_THIS dealt, l.start, l.tasks
#define OPERANDS_OF_THIS \
    l.images, l.height, l.width, l.ins, l.outs, l.columns, l.rows, x, l.ox, l.xn, l.xc, y, l.oy, \
        l.yn, l.yc

// One of these stages, in the order in which the host numbers them.
ALONE void gradient(const Launch l, const float factor, volatile __global int* dealt,
                    __global const float* x, __global const float* y, __global float* v,
                    __global float* d, __global float* u, __global float* dw) {
    const size_t own = get_group_id(0) * (size_t)l.stride;
    switch (l.stage) {
        case 0:
            part(TASKS_OF_THIS, OPERANDS_OF_THIS, l.length, u, v + own);
            break;
        case 1:
            spread(TASKS_OF_THIS, OPERANDS_OF_THIS, l.first, l.count, l.length, v, d);
            break;
        case 2:
            add(TASKS_OF_THIS, l.columns, l.rows, l.count, l.length, l.first == 0, v, d, u);
            break;
        case 3:
            taps(TASKS_OF_THIS, l.ins, l.outs, l.columns, l.rows, l.parts, factor, u, dw, l.ow);
            break;
        case 4:
            multiplyBlocks(TASKS_OF_THIS, l.ins, l.outs, l.columns, l.rows, l.count, l.length,
                           factor, v, d, dw, l.ow, u + own);
            break;
    }
}
