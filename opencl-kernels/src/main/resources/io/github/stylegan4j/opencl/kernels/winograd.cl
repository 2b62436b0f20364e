// Convolution with a 3 x 3 kernel by minimal filtering: y[n, o, h, w] = sum over c, i, j of
// x[n, c, h + i - 1, w + j - 1] * w[o, c, i, j]; the input gradient is the same with the weights'
// channels exchanged and their taps turned around. An epilogue may follow (epilogue.cl).
//
// Layout:  x [N, C, H, W], planes contiguous; weights any strides; y contiguous. Transformed
//          weights u [position][rows = O rounded up to TALL][columns = C rounded up to 8].
// Method:  a work-group transforms a chunk of tiles for all channels, multiplies it by the
//          transformed weights, position by position, and transforms the products back, all in
//          scratch memory that should stay in its cache. Sixteen tiles are a panel.
// Assumes: single precision, a CPU.
#include "winograd_tiles.cl"
#include "panels.cl"
#include "epilogue.cl"

#define ROWS 96

// Most tiles of a chunk.
#define MOST 128

// Rows of a task where positions and rows are shared.
#define BLOCK 48

// A work-item transforms the weights of one row of u.
ALONE void weights(const int outs, const int ins, const int rows, const int columns,
                   __global const float* w, const int ow, const int so, const int si,
                   const int sh, const int sw, __global float* u) {
    const int row = get_global_id(0);
    const size_t apart = (size_t)rows * columns;
    __global float* to = u + row * (size_t)columns;
    for (int c = 0; c < columns; c += 8) {
        float taps[TAPS * TAPS][8];
        for (int l = 0; l < 8; l++) {
            const bool there = row < outs && c + l < ins;
            __global const float* from = w + ow + (there ? row * so + (c + l) * si : 0);
            for (int i = 0; i < TAPS * TAPS; i++) {
                taps[i][l] = there ? from[i / TAPS * sh + i % TAPS * sw] : 0;
            }
        }
        float8 middle[TAPS][EDGE];
#pragma unroll
        for (int i = 0; i < TAPS; i++) {
            float8 g[TAPS];
#pragma unroll
            for (int j = 0; j < TAPS; j++) {
                g[j] = vload8(0, taps[i * TAPS + j]);
            }
            ofTaps(g, middle[i]);
        }
#pragma unroll
        for (int j = 0; j < EDGE; j++) {
            float8 g[TAPS];
            float8 r[EDGE];
#pragma unroll
            for (int i = 0; i < TAPS; i++) {
                g[i] = middle[i][j];
            }
            ofTaps(g, r);
#pragma unroll
            for (int i = 0; i < EDGE; i++) {
                vstore8(r[i], 0, to + (i * EDGE + j) * apart + c);
            }
        }
    }
}

// Transforms what eight tiles of a plane read; position p goes to v + p * apart.
static inline void spread(__global const float* x, const int image, const Grid* g,
                          const Eight* t, __global float* v, const size_t apart) {
    float8 r[EDGE][EDGE];
    transformPixels(x, image, g, t, r);
#pragma unroll
    for (int i = 0; i < POSITIONS; i++) {
        vstore8(r[i / EDGE][i % EDGE], 0, v + i * apart);
    }
}

// All products of one position: m[panel][row][WIDE] = sum over c of u[row][c] * v[panel][c][WIDE].
static inline void products(__global const float* u, const int lda, const int rows,
                            __global const float* v, const int ins, const int panels,
                            __global float* m) {
    for (int k = 0; k < ins; k += DEPTH) {
        const int depth = min(DEPTH, ins - k);
        for (int first = 0; first < rows; first += ROWS) {
            const int end = min(rows, first + ROWS);
            for (int p = 0; p < panels; p++) {
                for (int row = first; row < end; row += TALL) {
                    multiply(u + row * (size_t)lda + k, lda, v + (p * (size_t)ins + k) * WIDE,
                             m + (p * (size_t)rows + row) * WIDE, depth, k == 0);
                }
            }
        }
    }
}

// Writes the results of eight tiles to a plane of each image; "image" is the distance of images.
static inline void transformProducts(__global const float* m, const size_t apart, const Grid* g,
                                     const Eight* t, const Finish* f, __global float* y,
                                     const int image) {
    float8 middle[TILE][EDGE];
#pragma unroll
    for (int j = 0; j < EDGE; j++) {
        float8 d[EDGE];
        float8 r[TILE];
#pragma unroll
        for (int i = 0; i < EDGE; i++) {
            d[i] = vload8(0, m + (i * EDGE + j) * apart);
        }
        toResults(d, r);
#pragma unroll
        for (int i = 0; i < TILE; i++) {
            middle[i][j] = r[i];
        }
    }
#pragma unroll
    for (int i = 0; i < TILE; i++) {
        float8 e[TILE];
        float8 row[TILE];
        toResults(middle[i], e);
        toRows(e, row);
        if (t->wide) {
            const int n = t->image[0];
            const int at = (t->row[0] + i) * g->width + t->column[0];
            if (t->row[0] + i < g->height) {
#pragma unroll
                for (int j = 0; j < TILE; j++) {
                    vstore8(finish8(row[j], f, n, at + 8 * j), j, y + n * (size_t)image + at);
                }
            }
            continue;
        }
        float own[8 * TILE];
#pragma unroll
        for (int j = 0; j < TILE; j++) {
            vstore8(row[j], j, own);
        }
        for (int k = 0; k < 8; k++) {
            const int line = t->row[k] + i;
            if (line >= g->height) {
                continue;
            }
            const int n = t->image[k];
            const int at = line * g->width + t->column[k];
            __global float* q = y + n * (size_t)image + at;
            const int count = g->width - t->column[k];
            if (count >= TILE) {
                JOIN(vstore, TILE)
                (JOIN(finish, TILE)(JOIN(vload, TILE)(k, own), f, n, at), 0, q);
            } else {
                for (int j = 0; j < count; j++) {
                    q[j] = finish(own[k * TILE + j], f, n, at + j);
                }
            }
        }
    }
}

// The kernels' common parameters: images, and what lies between the stages with its room.
#define EXTENTS \
    const int images, const int height, const int width, const int ins, const int outs, \
    const int rows, const int room

// An odd line keeps the positions of a tile from sharing the same few sets of the cache.
static inline size_t apart(const int room, const int channels) {
    return room * (size_t)channels + WIDE;
}

// The work-groups share the chunks of "room" tiles in turn.
ALONE void convolve(EXTENTS, __global const float* x, const int ox, const int sn, const int sc,
                    __global const float* u, const int columns, __global float* y, const int oy,
                    __global float* scratch, const int scratchStride EPILOGUE) {
    const Grid g = grid(images, height, width);
    const int plane = height * width;
    const size_t vApart = apart(room, ins);
    const size_t mApart = apart(room, rows);
    __global float* v = scratch + get_group_id(0) * (size_t)scratchStride;
    __global float* m = v + POSITIONS * vApart;
    Eight eights[MOST / 8];
    for (int first = get_group_id(0) * room; first < g.tiles;
         first += get_num_groups(0) * room) {
        const int panels = (min(room, g.tiles - first) + WIDE - 1) / WIDE;
        for (int e = 0; e < 2 * panels; e++) {
            eights[e] = eight(&g, first + 8 * e);
        }
        // Channel by channel, so that memory is read and written in long runs.
        for (int c = 0; c < ins; c++) {
            __global const float* from = x + ox + c * (size_t)sc;
            for (int e = 0; e < 2 * panels; e++) {
                __global float* to = v + (e / 2 * (size_t)ins + c) * WIDE + e % 2 * 8;
                spread(from, sn, &g, eights + e, to, vApart);
            }
        }
        for (int i = 0; i < POSITIONS; i++) {
            products(u + i * (size_t)rows * columns, columns, rows, v + i * vApart, ins, panels,
                     m + i * mApart);
        }
        for (int c = 0; c < outs; c++) {
            const Finish f = FINISH_OF(c);
            __global float* to = y + oy + c * (size_t)plane;
            for (int e = 0; e < 2 * panels; e++) {
                __global const float* from = m + (e / 2 * (size_t)rows + c) * WIDE + e % 2 * 8;
                transformProducts(from, mApart, &g, eights + e, &f, to, outs * plane);
            }
        }
    }
}

// The same in three stages for few tiles, all of which there is room for. First the work-groups
// share source channels,
ALONE void spreadAll(EXTENTS, __global const float* x, const int ox, const int sn, const int sc,
                     __global float* v) {
    const Grid g = grid(images, height, width);
    for (int e = 0; e < room / 8; e++) {
        const Eight t = eight(&g, 8 * e);
        for (int c = get_group_id(0); c < ins; c += get_num_groups(0)) {
            __global float* to = v + (e / 2 * (size_t)ins + c) * WIDE + e % 2 * 8;
            spread(x + ox + c * (size_t)sc, sn, &g, &t, to, apart(room, ins));
        }
    }
}

// then positions and blocks of rows: m [position][block][panel][row][WIDE],
ALONE void multiplyAll(EXTENTS, __global const float* u, const int columns,
                       __global const float* v, __global float* m) {
    const int panels = room / WIDE;
    const int blocks = (rows + BLOCK - 1) / BLOCK;
    for (int task = get_group_id(0); task < POSITIONS * blocks; task += get_num_groups(0)) {
        const int i = task / blocks;
        const int row = task % blocks * BLOCK;
        products(u + (i * (size_t)rows + row) * columns, columns, min(BLOCK, rows - row),
                 v + i * apart(room, ins), ins, panels,
                 m + i * apart(room, rows) + row * (size_t)room);
    }
}

// and last result channels.
ALONE void finishAll(EXTENTS, __global const float* m, __global float* y,
                     const int oy EPILOGUE) {
    const Grid g = grid(images, height, width);
    const int plane = height * width;
    for (int e = 0; e < room / 8; e++) {
        const Eight t = eight(&g, 8 * e);
        for (int c = get_group_id(0); c < outs; c += get_num_groups(0)) {
            const int row = c / BLOCK * BLOCK;
            const int count = min(BLOCK, rows - row);
            __global const float* from =
                m + row * (size_t)room + (e / 2 * count + c - row) * WIDE + e % 2 * 8;
            const Finish f = FINISH_OF(c);
            transformProducts(from, apart(room, rows), &g, &t, &f, y + oy + c * (size_t)plane,
                              outs * plane);
        }
    }
}
