// Minimal filtering of 3 x 3 kernels: what the weights become.
//
// Layout:  weights [O, C, 3, 3] of any strides; transformed [position][panel of TALL rows], as
//          panels.cl has them, rows = O * PHASES rounded up to TALL and columns = C rounded up to
//          LONG. Row o * PHASES + p is phase p of kernel o.
// Usage:   behind winograd_tiles.cl, panels.cl and winograd_phases.cl.

static inline int columns(const int ins) {
    return (ins + LONG - 1) / LONG * LONG;
}

// Distance of the positions of u. The odd lines keep them from sharing few sets of the cache.
static inline size_t uApart(const int rows, const int ins) {
    return rows * (size_t)columns(ins) + WIDE;
}

#define WEIGHTS \
    __global const float *w, const int ow, const int so, const int si, const int sh, const int sw

// The taps of LONG kernels "apart" from each other; zeros from the count-th on.
static inline void loadTaps(__global const float* w, const int apart, const int sh, const int sw,
                            const int count, float8* taps) {
    const bool back = sw < 0;
    if (count >= LONG && sh == 3 * sw && (sw == 1 || sw == -1)) {
        __global const float* p = back ? w - 8 : w;
        float8 r[LONG];
#pragma unroll
        for (int l = 0; l < LONG; l++) {
            r[l] = vload8(0, p + l * apart);
        }
        transpose8(r);
        p += 8;
        const float8 last = (float8)(p[0], p[apart], p[2 * apart], p[3 * apart], p[4 * apart],
                                     p[5 * apart], p[6 * apart], p[7 * apart]);
#pragma unroll
        for (int i = 1; i < LONG; i++) {
            taps[i] = back ? r[8 - i] : r[i];
        }
        taps[0] = back ? last : r[0];
        taps[8] = back ? r[0] : last;
        return;
    }
    for (int i = 0; i < TAPS * TAPS; i++) {
        float lanes[LONG];
        for (int l = 0; l < LONG; l++) {
            lanes[l] = l < count ? w[l * apart + i / TAPS * sh + i % TAPS * sw] : 0;
        }
        taps[i] = vload8(0, lanes);
    }
}

// Transforms the weights of a panel's rows and of columns "from" to "to".
static inline ONCE void panel(WEIGHTS, const int block, const int outs, const int ins, const int from,
                         const int to, __global float* u, const size_t apart) {
    for (int c = from; c < to; c += LONG) {
        for (int row = block; row < block + TALL; row++, u += LONG) {
            float8 taps[TAPS * TAPS];
            const bool there = row < outs * PHASES;
            loadTaps(w + ow + (there ? row / PHASES * so + c * si : 0), si, sh, sw,
                     there ? ins - c : 0, taps);
            toPhase(taps, row % PHASES);
            float8 middle[TAPS][U_EDGE];
#pragma unroll
            for (int i = 0; i < TAPS; i++) {
                ofTaps(taps + i * TAPS, middle[i]);
            }
#pragma unroll
            for (int j = 0; j < U_EDGE; j++) {
                float8 g[TAPS];
                float8 r[U_EDGE];
#pragma unroll
                for (int i = 0; i < TAPS; i++) {
                    g[i] = middle[i][j];
                }
                ofTaps(g, r);
#pragma unroll
                for (int i = 0; i < U_EDGE; i++) {
                    vstore8(r[i], 0, u + (i * U_EDGE + j) * apart);
                }
            }
        }
    }
}
