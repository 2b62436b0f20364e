// Convolution with a 3 x 3 kernel by minimal filtering: y[n, o, h, w] = sum over c, i, j of
// x[n, c, h + i - 1, w + j - 1] * w[o, c, i, j]; the input gradient is the same with the weights'
// channels exchanged and their taps turned around. An epilogue may follow (epilogue.cl).
//
// Layout:  x [N, C, H, W], planes contiguous; weights any strides; y contiguous. Transformed
//          weights u [position][panel of TALL rows], rows = O rounded up to TALL.
// Method:  a work-group transforms a chunk of tiles for all channels, multiplies it by the
//          transformed weights, position by position, and transforms the products back, all in
//          scratch memory that should stay in its cache ("convolve"). Sixteen tiles are a panel.
//          Where there are too few tiles for that, the stages are launches of their own ("...All"),
//          or every work-group transforms the weights of its own rows ("convolveRows").
// Usage:   there is one kernel, and an argument says which stage a launch is: functions that several
//          stages call are compiled once, while PoCL compiles each kernel with all that it calls. A stage
//          is told its work-group's number, since who asks for that is compiled three times over.
// Assumes: single precision, a CPU.
#include "tasks.cl"
#include "winograd_tiles.cl"
#include "panels.cl"
#include "winograd_phases.cl"
#include "winograd_taps.cl"
#include "epilogue.cl"

// Rows of u that are multiplied while they are in the cache.
#define ROWS 96

// Most tiles of a chunk.
#define MOST 128

// Transformed weights of a position that a task keeps to itself.
#define FEW 3072

// Source channels of a task of a stage.
#define BLOCK 32

// Source channels that pixels are asked for ahead of their transform, where planes are FAR apart.
#define SOON 4

// A work-item transforms the weights of a panel: first in scratch memory that its cache holds,
// since so many streams of stores would each wait for memory.
static inline ONCE void weights(TASKS, const int outs, const int ins, const int rows, WEIGHTS,
                                __global float* u, __global float* part) {
    const size_t own = TALL * DEPTH + WIDE;
    DEAL(task) {
        const int block = task * TALL;
        for (int c = 0; c < ins; c += DEPTH) {
            const int end = min(columns(ins), c + DEPTH);
            panel(w, ow, so, si, sh, sw, block, outs, ins, c, end, part, own);
            __global float* to = u + block * (size_t)columns(ins) + c * TALL;
            for (int i = 0; i < U_POSITIONS; i++) {
                for (int k = 0; k < (end - c) * TALL; k += LONG) {
                    STREAM8(float8, vload8(0, part + i * own + k), to + i * uApart(rows, ins) + k);
                }
            }
        }
    }
}

// Transforms what eight tiles of a plane read; position p goes to v + p * apart.
static inline ONCE void spread(__global const float* x, const int image, const Grid* g,
                          const Eight* t, __global float* v, const size_t apart) {
    float8 r[V_EDGE][V_EDGE];
    transformPixels(x, image, g, t, r);
#pragma unroll
    for (int i = 0; i < V_POSITIONS; i++) {
        vstore8(r[i / V_EDGE][i % V_EDGE], 0, v + i * apart);
    }
}

// Asks for the next columns of a panel of b, a share of which each product before it asks for.
static inline void come(__global const float** next, const int share) {
    for (int l = 0; l < share; l++, *next += WIDE) {
        AHEAD(*next);
    }
}

// All products of one position: m[panel][row][WIDE] = sum over c of u[row][c] * v[panel][c][WIDE].
// Meanwhile the panel after the one that is multiplied comes from memory. So do the weights after these
// rows', a share with each panel; those of a single panel are read too fast for that. "after" is what
// will be multiplied after all of u.
static inline ONCE void products(__global const float* u, const int rows, __global const float* v,
                            const int ins, const int panels, __global float* m,
                            __global const float* after) {
    const size_t line = columns(ins);
    for (int k = 0; k < ins; k += DEPTH) {
        const int depth = min(DEPTH, ins - k);
        const int some = panels > 1 ? (depth * TALL / panels + WIDE - 1) / WIDE : 0;
        for (int first = 0; first < rows; first += ROWS) {
            const int end = min(rows, first + ROWS);
            const int share = (depth * TALL + end - first - 1) / (end - first);
            __global const float* others = k + DEPTH < ins ? u + (k + DEPTH) * TALL : after;
            others = end < rows ? u + end * line + k * TALL : others;
            for (int p = 0; p < panels; p++) {
                __global const float* b = v + (p * (size_t)ins + k) * WIDE;
                __global const float* next = p + 1 < panels ? b + ins * (size_t)WIDE : v + k * WIDE;
                for (int row = first; row < end; row += TALL) {
                    __global const float* w = others + (row - first) * line + p * some * WIDE;
                    come(&next, share);
                    come(&w, some);
                    multiply(u + row * line + k * TALL, b, m + (p * (size_t)rows + row) * WIDE,
                             depth, k == 0);
                }
            }
        }
    }
}

// Stores results past the caches if "past", which needs rows of pixels that begin at full vectors.
static inline void store8(const float8 pixels, __global float* to, const bool past) {
    if (past) {
        STREAM8(float8, pixels, to);
    } else {
        vstore8(pixels, 0, to);
    }
}

// Writes the results of eight tiles to a plane of each image; "image" is the distance of images.
static inline ONCE void transformProducts(__global const float* m, const size_t apart, const Grid* g,
                                     const Eight* t, const Finish* f, __global float* y,
                                     const int image, const bool past) {
    float8 middle[RESULTS][EDGE];
#pragma unroll
    for (int j = 0; j < EDGE; j++) {
        float8 d[EDGE];
        float8 r[RESULTS];
#pragma unroll
        for (int i = 0; i < EDGE; i++) {
            d[i] = vload8(0, m + (i * EDGE + j) * apart);
        }
        toResults(d, r);
#pragma unroll
        for (int i = 0; i < RESULTS; i++) {
            middle[i][j] = r[i];
        }
    }
#pragma unroll
    for (int i = 0; i < RESULTS; i++) {
        float8 e[RESULTS];
        float8 row[RESULTS];
        toResults(middle[i], e);
        JOIN(toRows, RESULTS)(e, row);
        if (t->wide) {
            const int n = t->image[0];
            const int line = RESULT(t->row[0]) + i;
            const int at = line * RESULT(g->width) + RESULT(t->column[0]);
            if (line < RESULT(g->height)) {
                __global float* q = y + n * (size_t)image + at;
#pragma unroll
                for (int j = 0; j < RESULTS; j++) {
                    store8(finish8(row[j], f, n, at + 8 * j), q + 8 * j, past);
                }
            }
            continue;
        }
        float own[8 * RESULTS];
#pragma unroll
        for (int j = 0; j < RESULTS; j++) {
            vstore8(row[j], j, own);
        }
        for (int k = 0; k < 8; k++) {
            const int line = RESULT(t->row[k]) + i;
            if (line >= RESULT(g->height)) {
                continue;
            }
            const int n = t->image[k];
            const int at = line * RESULT(g->width) + RESULT(t->column[k]);
            __global float* q = y + n * (size_t)image + at;
            const int count = RESULT(g->width - t->column[k]);
            if (count >= RESULTS) {
                JOIN(vstore, RESULTS)
                (JOIN(finish, RESULTS)(JOIN(vload, RESULTS)(k, own), f, n, at), 0, q);
            } else {
                for (int j = 0; j < count; j++) {
                    q[j] = finish(own[k * RESULTS + j], f, n, at + j);
                }
            }
        }
    }
}

// Asks for the products of a panel in the next row but one.
static inline void comeProducts(__global const float* m, const size_t apart) {
    for (int i = 0; i < POSITIONS; i++) {
        AHEAD(m + i * apart + 2 * PHASES * WIDE);
    }
}

#include "winograd_phase_results.cl"

// The kernels' common parameters: images, and what lies between the stages with its room.
#define EXTENTS \
    const int images, const int height, const int width, const int ins, const int outs, \
    const int rows, const int room

// An odd line keeps the positions of a tile from sharing the same few sets of the cache.
static inline size_t apart(const int room, const int channels) {
    return room * (size_t)channels + WIDE;
}

// A task is a run of chunks of "room" tiles, so that rows of pixels which two rows of tiles read are in
// the cache the second time.
static inline ONCE void convolve(TASKS, EXTENTS, __global const float* x, const int ox, const int sn,
                                 const int sc, __global const float* u, __global float* y,
                                 const int oy, const int past, __global float* v EPILOGUE) {
    const Grid g = grid(images, height, width);
    const int plane = RESULT(height) * RESULT(width) * PHASES;
    const size_t vApart = apart(room, ins);
    const size_t mApart = apart(room, rows);
    __global float* m = v + V_POSITIONS * vApart;
    const size_t chunks = (g.tiles + room - 1) / room;
    Eight eights[MOST / 8];
    Eight next[MOST / 8];
    DEAL(run) {
        const int begin = run * chunks / tasks * room;
        const int end = min((int)((run + 1) * chunks / tasks * room), g.tiles);
        for (int first = begin; first < end; first += room) {
            const int panels = (min(room, end - first) + WIDE - 1) / WIDE;
            for (int e = 0; e < 2 * panels; e++) {
                eights[e] = eight(&g, first + 8 * e);
            }
            // Channel by channel, so that memory is read and written in long runs.
            for (int c = 0; c < ins; c++) {
                __global const float* from = x + ox + c * (size_t)sc;
                if (c + SOON < ins && g.height * g.width >= FAR) {
                    ahead(from + SOON * (size_t)sc, sn, &g, eights, 2 * panels, 1);
                }
                for (int e = 0; e < 2 * panels; e++) {
                    __global float* to = v + (e / 2 * (size_t)ins + c) * WIDE + e % 2 * 8;
                    spread(from, sn, &g, eights + e, to, vApart);
                }
            }
            const int after = first + room;
            const int later = max(0, (min(room, end - after) + 7) / 8);
            for (int e = 0; e < later; e++) {
                next[e] = eight(&g, after + 8 * e);
            }
            for (int i = 0; i < POSITIONS; i++) {
                // What is read next comes from memory meanwhile.
                for (int c = i; c < ins; c += POSITIONS) {
                    ahead(x + ox + c * (size_t)sc, sn, &g, next, later, 1);
                }
                const int then = (i + 1) % POSITIONS;
                products(u + U_OF(i) * uApart(rows, ins), rows, v + V_OF(i) * vApart, ins, panels,
                         m + i * mApart, u + U_OF(then) * uApart(rows, ins));
            }
            for (int c = 0; c < outs; c++) {
                const Finish f = FINISH_OF(c);
                __global float* to = y + oy + c * (size_t)plane;
                for (int e = 0; e < 2 * panels; e++) {
                    const size_t row = e / 2 * (size_t)rows + c * PHASES;
                    __global const float* from = m + row * WIDE + e % 2 * 8;
                    if (e % 2 == 0 && panels > 1) {
                        comeProducts(from, mApart);
                    }
                    TRANSFORM_PRODUCTS(from, mApart, &g, eights + e, &f, to, outs * plane, past);
                }
            }
        }
    }
}

// Four phases are only ever computed in chunks.
#if PHASES == 1

// The same in three stages for fewer tiles, of which there is room for all from "begin" on. The
// first stage's tasks are panels and blocks of source channels,
static inline ONCE void spreadAll(TASKS, EXTENTS, const int begin, __global const float* x,
                                  const int ox, const int sn, const int sc, __global float* v) {
    const Grid g = grid(images, height, width);
    const int blocks = (ins + BLOCK - 1) / BLOCK;
    DEAL(task) {
        const int panel = task / blocks;
        const int first = task % blocks * BLOCK;
        const Eight left = eight(&g, begin + panel * WIDE);
        const Eight right = eight(&g, begin + panel * WIDE + 8);
        for (int c = first; c < min(ins, first + BLOCK); c++) {
            __global const float* from = x + ox + c * (size_t)sc;
            __global float* to = v + (panel * (size_t)ins + c) * WIDE;
            spread(from, sn, &g, &left, to, apart(room, ins));
            spread(from, sn, &g, &right, to + 8, apart(room, ins));
        }
    }
}

// the second one's positions and blocks of rows: m [position][block][panel][row][WIDE],
static inline ONCE void multiplyAll(TASKS, const int groups, EXTENTS, __global const float* u,
                                    __global const float* v, __global float* m) {
    const int panels = room / WIDE;
    const int blocks = (rows + ROWS - 1) / ROWS;
    DEAL(task) {
        const int i = task / blocks;
        const int row = task % blocks * ROWS;
        // What this work-group multiplies next, if all are equally fast.
        const int then = task + groups;
        const int thenRow = then % blocks * ROWS;
        products(u + U_OF(i) * uApart(rows, ins) + row * (size_t)columns(ins), min(ROWS, rows - row),
                 v + V_OF(i) * apart(room, ins), ins, panels,
                 m + i * apart(room, rows) + row * (size_t)room,
                 u + U_OF(then / blocks) * uApart(rows, ins) + thenRow * (size_t)columns(ins));
    }
}

// and the last one's panels and blocks of result channels.
static inline ONCE void finishAll(TASKS, EXTENTS, const int begin, __global const float* m,
                                  __global float* y, const int oy EPILOGUE) {
    const Grid g = grid(images, height, width);
    const int plane = RESULT(height) * RESULT(width);
    const int blocks = (rows + ROWS - 1) / ROWS;
    DEAL(task) {
        const int panel = task / blocks;
        const int row = task % blocks * ROWS;
        const int count = min(ROWS, rows - row);
        const Eight left = eight(&g, begin + panel * WIDE);
        const Eight right = eight(&g, begin + panel * WIDE + 8);
        __global const float* from = m + row * (size_t)room + panel * (size_t)count * WIDE;
        for (int c = row; c < min(outs, row + count); c++, from += WIDE) {
            const Finish f = FINISH_OF(c);
            __global float* to = y + oy + c * (size_t)plane;
            comeProducts(from, apart(room, rows));
            transformProducts(from, apart(room, rows), &g, &left, &f, to, outs * plane, false);
            transformProducts(from + 8, apart(room, rows), &g, &right, &f, to, outs * plane, false);
        }
    }
}

// Where tiles are so few that transformed weights would be read but once, they are not stored: a
// work-item transforms those of "few" rows, FEW in all at a time, and does all that these rows need.
static inline ONCE void convolveRows(TASKS, EXTENTS, const int few, __global const float* v, WEIGHTS,
                                     __global float* y, const int oy, __global float* u EPILOGUE) {
    const Grid g = grid(images, height, width);
    const int plane = RESULT(height) * RESULT(width);
    const size_t uStep = FEW + WIDE;
    const size_t mStep = apart(room, few);
    const int deep = FEW / few / LONG * LONG;
    __global float* m = u + U_POSITIONS * uStep;
    DEAL(task) {
        const int row = task * few;
        const int count = min(few, rows - row);
        for (int k = 0; k < ins; k += deep) {
            const int depth = min(deep, ins - k);
            const int share = (depth * TALL + count - 1) / count;
            for (int r = 0; r < count; r += TALL) {
                panel(w, ow, so, si, sh, sw, row + r, outs, ins, k, k + columns(depth),
                      u + r * deep, uStep);
            }
            for (int i = 0; i < POSITIONS; i++) {
                for (int p = 0; p < room / WIDE; p++) {
                    __global const float* b = v + V_OF(i) * apart(room, ins) + (p * (size_t)ins + k) * WIDE;
                    __global const float* next = p + 1 < room / WIDE ? b + ins * (size_t)WIDE : b;
                    for (int r = 0; r < count; r += TALL) {
                        come(&next, share);
                        multiply(u + U_OF(i) * uStep + r * deep, b,
                                 m + i * mStep + (p * few + r) * WIDE, depth, k == 0);
                    }
                }
            }
        }
        for (int p = 0; p < room / WIDE; p++) {
            const Eight left = eight(&g, p * WIDE);
            const Eight right = eight(&g, p * WIDE + 8);
            for (int c = row; c < min(outs, row + count); c++) {
                const Finish f = FINISH_OF(c);
                __global const float* from = m + (p * few + c - row) * WIDE;
                __global float* to = y + oy + c * (size_t)plane;
                transformProducts(from, mStep, &g, &left, &f, to, outs * plane, false);
                transformProducts(from + 8, mStep, &g, &right, &f, to, outs * plane, false);
            }
        }
    }
}

#endif

// The numbers of a launch: few arguments are handed over faster than many.
typedef struct {
    int stage;
    int start, tasks;
    int images, height, width, ins, outs, rows, room;
    int begin, few;
    int ox, sn, sc;
    int ow, so, si, sh, sw;
    int oy, past;
    int stride;  // elements of m that a work-group has to itself, if any
} Launch;

#define TASKS_OF_THIS dealt, l.start, l.tasks
#define EXTENTS_OF_THIS l.images, l.height, l.width, l.ins, l.outs, l.rows, l.room
#define IMAGES_OF_THIS x, l.ox, l.sn, l.sc
#define WEIGHTS_OF_THIS w, l.ow, l.so, l.si, l.sh, l.sw
#define EPILOGUE_OF_THIS \
    , factor, steps, bias, ob, slope, noise, on, noiseApart, strength, os

// One of these stages, in the order in which the host numbers them.
ALONE void winograd(const Launch l, volatile __global int* dealt, __global const float* x,
                    __global const float* w, __global float* u, __global float* v,
                    __global float* m, __global float* y EPILOGUE) {
    __global float* own = m + get_group_id(0) * (size_t)l.stride;
    switch (l.stage) {
        case 0:
            weights(TASKS_OF_THIS, l.outs, l.ins, l.rows, WEIGHTS_OF_THIS, u, own);
            break;
        case 1:
            convolve(TASKS_OF_THIS, EXTENTS_OF_THIS, IMAGES_OF_THIS, u, y, l.oy, l.past,
                     own EPILOGUE_OF_THIS);
            break;
#if PHASES == 1
        case 2:
            spreadAll(TASKS_OF_THIS, EXTENTS_OF_THIS, l.begin, IMAGES_OF_THIS, v);
            break;
        case 3:
            multiplyAll(TASKS_OF_THIS, get_num_groups(0), EXTENTS_OF_THIS, u, v, m);
            break;
        case 4:
            finishAll(TASKS_OF_THIS, EXTENTS_OF_THIS, l.begin, m, y, l.oy EPILOGUE_OF_THIS);
            break;
        case 5:
            convolveRows(TASKS_OF_THIS, EXTENTS_OF_THIS, l.few, v, WEIGHTS_OF_THIS, y, l.oy,
                         own EPILOGUE_OF_THIS);
            break;
#endif
    }
}
