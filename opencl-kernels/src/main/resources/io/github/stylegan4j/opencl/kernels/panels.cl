// The register tile that products of panels are made of.
//
// Layout:  a has rows of any distance, b is a panel [k][WIDE], c is a tile [TALL][WIDE].
// Assumes: single precision, a CPU.

#define TALL 6
#define WIDE 16

// How much of k a panel of b may have to stay in the cache nearest to the processor.
#define DEPTH 256

// A tile of TALL rows and WIDE columns: c += a * b, or c = a * b if "fresh"; rows of a lie "lda"
// apart, b and c are panels.
static inline void multiply(__global const float* a, const int lda, __global const float* b,
                            __global float* c, const int depth, const bool fresh) {
    float8 left[TALL];
    float8 right[TALL];
#pragma unroll
    for (int i = 0; i < TALL; i++) {
        left[i] = fresh ? (float8)(0) : vload8(2 * i, c);
        right[i] = fresh ? (float8)(0) : vload8(2 * i + 1, c);
    }
    for (int k = 0; k < depth; k++) {
        const float8 b0 = vload8(2 * k, b);
        const float8 b1 = vload8(2 * k + 1, b);
#pragma unroll
        for (int i = 0; i < TALL; i++) {
            const float8 v = (float8)(a[i * lda + k]);
            left[i] = fma(v, b0, left[i]);
            right[i] = fma(v, b1, right[i]);
        }
    }
#pragma unroll
    for (int i = 0; i < TALL; i++) {
        vstore8(left[i], 2 * i, c);
        vstore8(right[i], 2 * i + 1, c);
    }
}
