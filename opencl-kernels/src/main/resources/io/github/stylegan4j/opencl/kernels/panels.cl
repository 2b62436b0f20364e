// The register tile that products of panels are made of.
//
// Layout:  a is a panel [k / LONG][TALL][LONG], so that one pointer is enough to read it and those
//          who write it have vectors along k; b is a panel [k][WIDE], c a tile [TALL][WIDE].
// Usage:   the host defines TALL as 8 and LARGE_VECTORS where registers hold 16 elements, else TALL as 6.
//          An element's sum depends on neither.
// Assumes: single precision, a CPU.

#define WIDE 16
#define LONG 8

// How much of k a panel of b may have to stay in the cache nearest to the processor.
#define DEPTH 256

#ifdef LARGE_VECTORS

#define TILE_OF_SUMS float16 sums[TALL]
#define LOAD_SUMS(i) sums[i] = fresh ? (float16)(0) : vload16(i, c)
#define STORE_SUMS(i) vstore16(sums[i], i, c)

// One step of k.
#define MULTIPLY(j) \
    const float16 b0 = vload16(j, b); \
    _Pragma("unroll") for (int i = 0; i < TALL; i++) { \
        sums[i] = fma((float16)(a[i * LONG + (j)]), b0, sums[i]); \
    }

#else

#define TILE_OF_SUMS float8 left[TALL], right[TALL]
#define LOAD_SUMS(i) \
    left[i] = fresh ? (float8)(0) : vload8(2 * i, c); \
    right[i] = fresh ? (float8)(0) : vload8(2 * i + 1, c)
#define STORE_SUMS(i) \
    vstore8(left[i], 2 * i, c); \
    vstore8(right[i], 2 * i + 1, c)

// One step of k.
#define MULTIPLY(j) \
    const float8 b0 = vload8(2 * (j), b); \
    const float8 b1 = vload8(2 * (j) + 1, b); \
    _Pragma("unroll") for (int i = 0; i < TALL; i++) { \
        const float8 v = (float8)(a[i * LONG + (j)]); \
        left[i] = fma(v, b0, left[i]); \
        right[i] = fma(v, b1, right[i]); \
    }

#endif

// A tile of TALL rows and WIDE columns: c += a * b, or c = a * b if "fresh", all of them panels.
static inline ONCE void multiply(__global const float* a, __global const float* b, __global float* c,
                            const int depth, const bool fresh) {
    TILE_OF_SUMS;
#pragma unroll
    for (int i = 0; i < TALL; i++) {
        LOAD_SUMS(i);
    }
    for (int k = 0; k < depth / LONG; k++) {
#pragma unroll
        for (int j = 0; j < LONG; j++) {
            MULTIPLY(j)
        }
        a += TALL * LONG;
        b += WIDE * LONG;
    }
    for (int j = 0; j < depth % LONG; j++) {
        MULTIPLY(j)
    }
#pragma unroll
    for (int i = 0; i < TALL; i++) {
        STORE_SUMS(i);
    }
}
