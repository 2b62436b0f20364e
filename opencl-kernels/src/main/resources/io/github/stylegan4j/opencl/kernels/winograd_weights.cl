// Weight gradient of a convolution with a 3 x 3 kernel by minimal filtering: dw = Gt (sum over
// tiles of (A g At) * (Bt x B)) G, the product elementwise, for every pair of channels.
//
// Layout:  x [N, C, H, W] and g [N, O, H, W], planes contiguous; dw [O, C, 3, 3] contiguous.
//          Between the stages, with columns = C and rows = O rounded up to WIDE and TALL:
//          v [position][columns / WIDE][tile][WIDE], d [position][rows][tile] and
//          u [position][columns / WIDE][rows][WIDE].
// Method:  for each position the sum over tiles is a matrix product of d and v. Where channels are
//          many, all of a chunk of tiles is transformed ("spread"), then multiplied ("add"), each
//          by all work-groups. Where they are few, every work-group does both for tiles of its
//          own ("part"), in scratch memory that stays in its cache, and the parts are summed.
// Assumes: single precision, a CPU.
#include "winograd_tiles.cl"
#include "panels.cl"

// Tiles of a task that transforms.
#define RUN 64

typedef struct {
    int length;     // tiles that there is room for
    int line;       // distance of rows of d
    size_t vApart;  // distance of positions
    size_t dApart;
} Room;

// An odd line here and there keeps positions and rows from sharing few sets of the cache.
static inline Room room(const int length, const int rows, const int columns) {
    Room r;
    r.length = length;
    r.line = length + WIDE;
    r.vApart = length * (size_t)columns + WIDE;
    r.dApart = r.line * (size_t)rows + WIDE;
    return r;
}

// Transposes a square.
static inline void transpose8(float8* r) {
    float8 low[4];
    float8 high[4];
#pragma unroll
    for (int i = 0; i < 4; i++) {
        low[i] = (float8)(r[i].lo, r[i + 4].lo);
        high[i] = (float8)(r[i].hi, r[i + 4].hi);
    }
    transpose4(low, r);
    transpose4(high, r + 4);
}

// Transforms eight tiles of eight channels from "channel" on to v, channels side by side.
static inline void spreadPixels(__global const float* x, const int sn, const int sc,
                                const int channel, const int channels, const Grid* g,
                                const Eight* t, __global float* v, const size_t apart) {
    float8 all[POSITIONS][8];
    for (int c = 0; c < 8; c++) {
        float8 r[EDGE][EDGE];
        if (channel + c < channels) {
            transformPixels(x + (channel + c) * (size_t)sc, sn, g, t, r);
        } else {
            for (int i = 0; i < POSITIONS; i++) {
                r[i / EDGE][i % EDGE] = (float8)(0);
            }
        }
#pragma unroll
        for (int i = 0; i < POSITIONS; i++) {
            all[i][c] = r[i / EDGE][i % EDGE];
        }
    }
    for (int i = 0; i < POSITIONS; i++) {
        float8 r[8];
#pragma unroll
        for (int c = 0; c < 8; c++) {
            r[c] = all[i][c];
        }
        transpose8(r);
#pragma unroll
        for (int k = 0; k < 8; k++) {
            vstore8(r[k], 2 * k, v + i * apart);
        }
    }
}

// Transforms eight tiles of a plane of gradients to d.
static inline void spreadGradients(__global const float* y, const int image, const Grid* g,
                                   const Eight* t, __global float* d, const size_t apart) {
    float8 middle[TILE][EDGE];
#pragma unroll
    for (int i = 0; i < TILE; i++) {
        float8 e[TILE];
        ownPixels(y, image, g, t, i, e);
        ofResults(e, middle[i]);
    }
#pragma unroll
    for (int j = 0; j < EDGE; j++) {
        float8 e[TILE];
        float8 r[EDGE];
#pragma unroll
        for (int i = 0; i < TILE; i++) {
            e[i] = middle[i][j];
        }
        ofResults(e, r);
#pragma unroll
        for (int i = 0; i < EDGE; i++) {
            vstore8(r[i], 0, d + (i * EDGE + j) * apart);
        }
    }
}

static inline void spreadNothing(__global float* d, const size_t apart) {
    for (int i = 0; i < POSITIONS; i++) {
        vstore8((float8)(0), 0, d + i * apart);
    }
}

#define OPERANDS \
    const int images, const int height, const int width, const int ins, const int outs, \
    const int columns, const int rows, __global const float *x, const int ox, const int xn, \
    const int xc, __global const float *y, const int oy, const int yn, const int yc

// Transforms a block of channels of eight tiles: WIDE of x, or TALL of y behind those.
static inline void spreadBlock(OPERANDS, const Grid* g, const Eight* t, const int block,
                               const int at, const Room* r, __global float* v,
                               __global float* d) {
    if (block < columns / WIDE) {
        const int c = block * WIDE;
        __global float* to = v + (c * (size_t)r->length + at * WIDE);
        spreadPixels(x + ox, xn, xc, c, ins, g, t, to, r->vApart);
        spreadPixels(x + ox, xn, xc, c + 8, ins, g, t, to + 8, r->vApart);
        return;
    }
    const int first = (block - columns / WIDE) * TALL;
    for (int o = first; o < first + TALL; o++) {
        __global float* to = d + o * (size_t)r->line + at;
        if (o < outs) {
            spreadGradients(y + oy + o * (size_t)yc, yn, g, t, to, r->dApart);
        } else {
            spreadNothing(to, r->dApart);
        }
    }
}

// u[panel][row][WIDE] += sum over tiles of d[row][tile] * v[panel][tile][WIDE], or = if "fresh".
static inline void addProducts(__global const float* d, __global const float* v, const Room* r,
                               const int tiles, const int from, const int to, const int rows,
                               const int columns, __global float* u, const bool fresh) {
    for (int k = 0; k < tiles; k += DEPTH) {
        const int depth = min(DEPTH, tiles - k);
        for (int c = 0; c < columns; c += WIDE) {
            for (int row = from; row < to; row += TALL) {
                multiply(d + row * (size_t)r->line + k, r->line,
                         v + (c * (size_t)r->length + k * WIDE),
                         u + (c * (size_t)rows + row * WIDE), depth, fresh && k == 0);
            }
        }
    }
}

// Transforms "count" tiles from "first" on.
ALONE void spread(OPERANDS, const int first, const int count, const int length,
                  __global float* v, __global float* d) {
    const Grid g = grid(images, height, width);
    const Room r = room(length, rows, columns);
    const int blocks = columns / WIDE + rows / TALL;
    const int runs = (count + RUN - 1) / RUN;
    for (int task = get_group_id(0); task < runs * blocks; task += get_num_groups(0)) {
        const int from = task % runs * RUN;
        for (int at = from; at < min(count, from + RUN); at += 8) {
            const Eight t = eight(&g, first + at);
            spreadBlock(images, height, width, ins, outs, columns, rows, x, ox, xn, xc, y, oy,
                        yn, yc, &g, &t, task / runs, at, &r, v, d);
        }
    }
}

// Adds the products of "count" tiles to u. The work-groups share positions and blocks of rows.
ALONE void add(const int columns, const int rows, const int block, const int count,
               const int length, const int fresh, __global const float* v,
               __global const float* d, __global float* u) {
    const Room r = room(length, rows, columns);
    const int blocks = (rows + block - 1) / block;
    const int deep = (count + 7) / 8 * 8;
    for (int task = get_group_id(0); task < POSITIONS * blocks; task += get_num_groups(0)) {
        const int i = task / blocks;
        const int from = task % blocks * block;
        addProducts(d + i * r.dApart, v + i * r.vApart, &r, deep, from, min(rows, from + block),
                    rows, columns, u + i * (size_t)rows * columns, fresh);
    }
}

// A work-group sums over every part-th stretch of "length" tiles.
ALONE void part(OPERANDS, const int parts, const int length, __global float* u,
                __global float* scratch, const int scratchStride) {
    const Grid g = grid(images, height, width);
    const Room r = room(length, rows, columns);
    const int blocks = columns / WIDE + rows / TALL;
    __global float* v = scratch + get_group_id(0) * (size_t)scratchStride;
    __global float* d = v + POSITIONS * r.vApart;
    const size_t apart = (size_t)rows * columns;
    for (int p = get_group_id(0); p < parts; p += get_num_groups(0)) {
        for (int first = p * length; first < g.tiles; first += parts * length) {
            const int deep = (min(length, g.tiles - first) + 7) / 8 * 8;
            for (int b = 0; b < blocks; b++) {
                for (int at = 0; at < deep; at += 8) {
                    const Eight t = eight(&g, first + at);
                    spreadBlock(images, height, width, ins, outs, columns, rows, x, ox, xn, xc,
                                y, oy, yn, yc, &g, &t, b, at, &r, v, d);
                }
            }
            for (int i = 0; i < POSITIONS; i++) {
                addProducts(d + i * r.dApart, v + i * r.vApart, &r, deep, 0, rows, rows, columns,
                            u + (p * POSITIONS + i) * apart, first == p * length);
            }
        }
    }
}

// Sums the parts and transforms a row of them to taps.
ALONE void taps(const int ins, const int columns, const int rows, const int parts,
                __global const float* u, __global float* dw, const int oy) {
    const int row = get_global_id(0);
    const size_t apart = (size_t)rows * columns;
    for (int c = 0; c < ins; c += 8) {
        __global const float* from =
            u + (c / WIDE * WIDE * (size_t)rows + row * WIDE + c % WIDE);
        float8 middle[TAPS][EDGE];
#pragma unroll
        for (int j = 0; j < EDGE; j++) {
            float8 d[EDGE];
            float8 r[TAPS];
#pragma unroll
            for (int i = 0; i < EDGE; i++) {
                d[i] = (float8)(0);
                for (int p = 0; p < parts; p++) {
                    d[i] += vload8(0, from + (p * POSITIONS + i * EDGE + j) * apart);
                }
            }
            toTaps(d, r);
#pragma unroll
            for (int i = 0; i < TAPS; i++) {
                middle[i][j] = r[i];
            }
        }
        float all[TAPS * TAPS][8];
#pragma unroll
        for (int i = 0; i < TAPS; i++) {
            float8 g[TAPS];
            toTaps(middle[i], g);
#pragma unroll
            for (int j = 0; j < TAPS; j++) {
                vstore8(g[j], 0, all[i * TAPS + j]);
            }
        }
        const int count = min(8, ins - c);
        __global float* to = dw + oy + (row * (size_t)ins + c) * (TAPS * TAPS);
        for (int l = 0; l < count; l++) {
            for (int i = 0; i < TAPS * TAPS; i++) {
                to[l * TAPS * TAPS + i] = all[i][l];
            }
        }
    }
}
