// Tensors made from nothing: ranges and the random numbers of Philox 4x32-10.
// Layout: y is row-major from offset oy. Source of Philox: Salmon et al., SC 2011.

// y[i] = start + i * step
__kernel void range(const int n, const real start, const real step, __global real* y, const int oy) {
    if (get_global_id(0) < (size_t)n) {
        const int i = get_global_id(0);
        y[oy + i] = fma((real)i, step, start);
    }
}

// Key: the seed's two words. Counter: the block's two words, then the stream's.
static inline uint4 philox(const ulong seed, const ulong stream, const ulong block) {
    uint4 c = (uint4)((uint)block, (uint)(block >> 32), (uint)stream, (uint)(stream >> 32));
    uint2 key = (uint2)((uint)seed, (uint)(seed >> 32));
    for (int round = 0; round < 10; round++) {
        const uint high0 = mul_hi(0xD2511F53u, c.s0);
        const uint high1 = mul_hi(0xCD9E8D57u, c.s2);
        const uint low0 = 0xD2511F53u * c.s0;
        const uint low1 = 0xCD9E8D57u * c.s2;
        c = (uint4)(high1 ^ c.s1 ^ key.s0, low1, high0 ^ c.s3 ^ key.s1, low0);
        key += (uint2)(0x9E3779B9u, 0xBB67AE85u);
    }
    return c;
}

#define UNIT ((real)(1.0f / 16777216.0f))

static inline real unit(const uint word) { return (real)(word >> 8) * UNIT; }

// Box and Muller: radius from (0, 1], angle in turns.
static inline real radius(const uint word) { return sqrt((real)-2 * log(unit(word) + UNIT)); }

#ifdef FP64
#define COSINE(turns) cos(6.283185307179586476925286766559 * (turns))
#define SINE(turns) sin(6.283185307179586476925286766559 * (turns))
#else
#define COSINE(turns) cospi(2.0f * (turns))
#define SINE(turns) sinpi(2.0f * (turns))
#endif

// A work-item makes the four numbers of one block, as far as they belong to the tensor.
#define RANDOM(name, first, second, third, fourth) \
    __kernel void name(const int n, const ulong seed, const ulong stream, const ulong position, \
                       __global real* y, const int oy) { \
        const ulong block = (position >> 2) + get_global_id(0); \
        const uint4 w = philox(seed, stream, block); \
        real v[4]; \
        v[0] = first; \
        v[1] = second; \
        v[2] = third; \
        v[3] = fourth; \
        for (int lane = 0; lane < 4; lane++) { \
            const long i = (long)((block << 2) + lane - position); \
            if (i >= 0 && i < n) { \
                y[oy + i] = v[lane]; \
            } \
        } \
    }

RANDOM(uniform_numbers, unit(w.s0), unit(w.s1), unit(w.s2), unit(w.s3))
RANDOM(normal_numbers, radius(w.s0) * COSINE(unit(w.s1)), radius(w.s0) * SINE(unit(w.s1)),
       radius(w.s2) * COSINE(unit(w.s3)), radius(w.s2) * SINE(unit(w.s3)))
