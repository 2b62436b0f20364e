// Minimal filtering of 3 x 3 kernels in 4 PHASES: what becomes of the products of eight tiles.
//
// Layout:  products a position "apart", those of the phases of one result channel WIDE apart; "image"
//          is the distance of images in y, which has twice the extents of the grid.
// Usage:   behind transformProducts of winograd.cl, in whose place TRANSFORM_PRODUCTS stands.

#if PHASES == 1

#define TRANSFORM_PRODUCTS transformProducts

#else

#define TRANSFORM_PRODUCTS transformPhases

// The products of eight tiles, transformed back along columns.
static inline void transformColumns(__global const float* m, const size_t apart,
                                    float8 middle[TILE][EDGE]) {
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
}

// Two rows of pixels, the even and the odd ones of a line.
static inline void storeLine(const float8* even, const float8* odd, const Grid* g, const Eight* t,
                             const int below, const int phase, __global float* y, const int image,
                             const bool past) {
    if (t->wide) {
        if (t->row[0] + below >= g->height) {
            return;
        }
        const int line = 2 * (t->row[0] + below) + phase;
        __global float* q = y + t->image[0] * (size_t)image + 2 * (line * g->width + t->column[0]);
#pragma unroll
        for (int j = 0; j < TILE; j++, q += 16) {
            const float8 a = even[j];
            const float8 b = odd[j];
            store8((float8)(a.s0, b.s0, a.s1, b.s1, a.s2, b.s2, a.s3, b.s3), q, past);
            store8((float8)(a.s4, b.s4, a.s5, b.s5, a.s6, b.s6, a.s7, b.s7), q + 8, past);
        }
        return;
    }
    float pixels[2][8 * TILE];
#pragma unroll
    for (int j = 0; j < TILE; j++) {
        vstore8(even[j], j, pixels[0]);
        vstore8(odd[j], j, pixels[1]);
    }
    for (int k = 0; k < 8; k++) {
        if (t->row[k] + below >= g->height) {
            continue;
        }
        const int line = 2 * (t->row[k] + below) + phase;
        __global float* q = y + t->image[k] * (size_t)image + 2 * (line * g->width + t->column[k]);
        const int count = min(TILE, g->width - t->column[k]);
        for (int j = 0; j < count; j++) {
            q[2 * j] = pixels[0][k * TILE + j];
            q[2 * j + 1] = pixels[1][k * TILE + j];
        }
    }
}

// Writes the results of eight tiles, all phases of them, to a plane of each image.
static inline ONCE void transformPhases(__global const float* m, const size_t apart,
                                        const Grid* g, const Eight* t, const Finish* f,
                                        __global float* y, const int image, const bool past) {
    for (int phase = 0; phase < 2; phase++) {
        float8 even[TILE][EDGE];
        float8 odd[TILE][EDGE];
        transformColumns(m + 2 * phase * WIDE, apart, even);
        transformColumns(m + (2 * phase + 1) * WIDE, apart, odd);
#pragma unroll
        for (int i = 0; i < TILE; i++) {
            float8 e[TILE];
            float8 row[2][TILE];
            toResults(even[i], e);
            JOIN(toRows, TILE)(e, row[0]);
            toResults(odd[i], e);
            JOIN(toRows, TILE)(e, row[1]);
#pragma unroll
            for (int j = 0; j < TILE; j++) {
                row[0][j] *= f->factor;
                row[1][j] *= f->factor;
            }
            storeLine(row[0], row[1], g, t, i, phase, y, image, past);
        }
    }
}

#endif
