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

#if defined(COARSE) && !defined(FP64)

// The words of eight blocks side by side.
static inline void philox8(const ulong seed, const ulong stream, const ulong block, uint8* c) {
    const uint first = (uint)block;
    c[0] = first + (uint8)(0, 1, 2, 3, 4, 5, 6, 7);
    // One more where the lower word has overflown: there the comparison is -1.
    c[1] = (uint)(block >> 32) - as_uint8(c[0] < (uint8)(first));
    c[2] = (uint8)((uint)stream);
    c[3] = (uint8)((uint)(stream >> 32));
    uint2 key = (uint2)((uint)seed, (uint)(seed >> 32));
    for (int round = 0; round < 10; round++) {
        const uint8 high0 = mul_hi((uint8)(0xD2511F53u), c[0]);
        const uint8 high1 = mul_hi((uint8)(0xCD9E8D57u), c[2]);
        const uint8 low0 = 0xD2511F53u * c[0];
        const uint8 low1 = 0xCD9E8D57u * c[2];
        c[0] = high1 ^ c[1] ^ key.s0;
        c[1] = low1;
        c[2] = high0 ^ c[3] ^ key.s1;
        c[3] = low0;
        key += (uint2)(0x9E3779B9u, 0xBB67AE85u);
    }
}

// Eight pairs of normal numbers from eight pairs of words. The logarithms are computed one by one:
// that of a vector rounds one number in a hundred thousand another way, and seeds should keep theirs.
static inline void pairs(const uint8* words, float8* v) {
    float logs[8];
    vstore8(convert_float8(words[0] >> 8) * UNIT + UNIT, 0, logs);
    for (int i = 0; i < 8; i++) {
        logs[i] = log(logs[i]);
    }
    const float8 r = sqrt(-2 * vload8(0, logs));
    const float8 turns = 2 * (convert_float8(words[1] >> 8) * UNIT);
    v[0] = r * cospi(turns);
    v[1] = r * sinpi(turns);
}

#define TWO_BLOCKS(v, a, b) \
    (float8)(v[0].a, v[1].a, v[2].a, v[3].a, v[0].b, v[1].b, v[2].b, v[3].b)

// The same on CPUs, where only explicit vectors are computed as such: a work-item makes the numbers of
// "chunk" blocks, a multiple of eight.
ALONE void normal_numbers(const int n, const ulong seed, const ulong stream, const ulong position,
                          __global float* y, const int oy, const int chunk) {
    const ulong begin = (position >> 2) + get_global_id(0) * (ulong)chunk;
    for (ulong block = begin; block < begin + chunk; block += 8) {
        const long first = (long)((block << 2) - position);
        if (first >= n) {
            return;
        }
        uint8 words[4];
        float8 v[4];
        philox8(seed, stream, block, words);
        pairs(words, v);
        pairs(words + 2, v + 2);
        float own[32];
        vstore8(TWO_BLOCKS(v, s0, s1), 0, own);
        vstore8(TWO_BLOCKS(v, s2, s3), 1, own);
        vstore8(TWO_BLOCKS(v, s4, s5), 2, own);
        vstore8(TWO_BLOCKS(v, s6, s7), 3, own);
        // The first block may begin before the first number, the last end behind the last one.
        for (int i = max(0, (int)-first); i < 32 && first + i < n; i++) {
            y[oy + first + i] = own[i];
        }
    }
}

#else

RANDOM(normal_numbers, radius(w.s0) * COSINE(unit(w.s1)), radius(w.s0) * SINE(unit(w.s1)),
       radius(w.s2) * COSINE(unit(w.s3)), radius(w.s2) * SINE(unit(w.s3)))

#endif
