// y[i] = OP(x0[i], x1[i], ...): every elementwise operation and every copy.
//
// Layout:  all operands share up to eight axes (dims, outermost first); each has an offset and a
//          stride per axis, which may be 0 or negative.
// Defines: ARITY    number of inputs, 0 to 4
//          IN, OUT  element types, real unless given
//          OP(V, a, b, c, d) the function, for V = a scalar or a vector of eight; it may use the
//                   constants ca and cb, and "which" where one kernel has several functions
//          RANK     TILED only: number of trailing axes whose extent is not 1
// Usage:   COARSE only: "past" if every eighth element of a row of y is aligned, and y is large.
// Assumes: y overlaps an input only if both have the same layout.

#ifndef IN
#define IN real
#endif
#ifndef OUT
#define OUT real
#endif
#define IN8 JOIN(IN, 8)
#define OUT8 JOIN(OUT, 8)

#if ARITY == 0
#define INPUTS(M)
#define CALL(V) OP(V, 0, 0, 0, 0)
#elif ARITY == 1
#define INPUTS(M) M(0)
#define CALL(V) OP(V, v0, v0, v0, v0)
#elif ARITY == 2
#define INPUTS(M) M(0) M(1)
#define CALL(V) OP(V, v0, v1, v0, v0)
#elif ARITY == 3
#define INPUTS(M) M(0) M(1) M(2)
#define CALL(V) OP(V, v0, v1, v2, v0)
#else
#define INPUTS(M) M(0) M(1) M(2) M(3)
#define CALL(V) OP(V, v0, v1, v2, v3)
#endif

#define PARAMETER(k) __global const IN *x##k, const int o##k, const int8 s##k,
#define ARGUMENT(k) x##k, o##k, s##k,
#define PARAMETERS \
    const int n, const int chunk, const int which, const int past, const int8 dims, \
    INPUTS(PARAMETER) __global OUT *y, const int oy, const int8 sy, const real ca, const real cb

#ifdef COARSE

#define START(k) \
    int t##k[8]; \
    vstore8(s##k, 0, t##k); \
    __global const IN* p##k = x##k + o##k + place(index, t##k);
#define AND_NEAR(k) &&(t##k[7] == 0 || t##k[7] == 1)
#define LOAD8(k) const IN8 v##k = t##k[7] ? vload8(0, p##k + i) : (IN8)(*p##k);
#define LOAD(k) const IN v##k = p##k[i * t##k[7]];
#define ALONG(k) p##k += count * t##k[7];
#define CARRY(k) p##k += t##k[a - 1] - d[a] * t##k[a];

// Computes "chunk" elements, row by row along the last axis.
static inline ONCE void elements(const long from, PARAMETERS) {
    int left = (int)min((long)chunk, n - from);
    int d[8];
    int ty[8];
    int index[8];
    vstore8(dims, 0, d);
    vstore8(sy, 0, ty);
    split((int)from, d, index);
    INPUTS(START)
    __global OUT* q = y + oy + place(index, ty);
    const bool vectors = ty[7] == 1 INPUTS(AND_NEAR);
    while (left > 0) {
        const int count = min(left, d[7] - index[7]);
        int i = 0;
        if (vectors) {
            for (; i + 8 <= count; i += 8) {
                INPUTS(LOAD8)
                const OUT8 result = JOIN(convert_, OUT8)(CALL(IN8));
                if (past) {
                    STREAM8(OUT8, result, q + i);
                } else {
                    vstore8(result, 0, q + i);
                }
            }
        }
        for (; i < count; i++) {
            INPUTS(LOAD)
            q[i * ty[7]] = JOIN(convert_, OUT)(CALL(IN));
        }
        left -= count;
        index[7] += count;
        INPUTS(ALONG)
        q += count * ty[7];
        for (int a = 7; a > 0 && index[a] == d[a]; a--) {
            index[a] = 0;
            index[a - 1]++;
            INPUTS(CARRY)
            q += ty[a - 1] - d[a] * ty[a];
        }
    }
}

ALONE void map(PARAMETERS) {
    elements(get_global_id(0) * (long)chunk, n, chunk, which, past, dims, INPUTS(ARGUMENT) y, oy, sy, ca, cb);
}

#else

#define START(k) \
    int p##k = o##k; \
    int t##k[8]; \
    vstore8(s##k, 0, t##k);
#define MOVE(k) p##k += c * t##k[a];
#define LOAD(k) const IN v##k = x##k[p##k];

// A work-item computes one element.
__kernel void map(PARAMETERS) {
    if (get_global_id(0) >= (size_t)n) {
        return;
    }
    int rest = (int)get_global_id(0);
    int d[8];
    int ty[8];
    vstore8(dims, 0, d);
    vstore8(sy, 0, ty);
    int q = oy;
    INPUTS(START)
#pragma unroll
    for (int a = 7; a >= 8 - RANK; a--) {
        const int c = a == 8 - RANK ? rest : rest % d[a];
        rest /= d[a];
        INPUTS(MOVE)
        q += c * ty[a];
    }
    INPUTS(LOAD)
    y[q] = JOIN(convert_, OUT)(CALL(IN));
}

#endif
