// What every kernel file starts with. The host puts defines in front:
//   COARSE or TILED   the variant: CPUs (one work-item per work-group) or GPUs
//   FP64              compute in double precision
#ifdef FP64
#pragma OPENCL EXTENSION cl_khr_fp64 : enable
#define real double
#else
#define real float
#endif

#define JOIN_(a, b) a##b
#define JOIN(a, b) JOIN_(a, b)
#define real8 JOIN(real, 8)
#define real16 JOIN(real, 16)

// One work-item per work-group: the kernel loops, and nothing is shared.
#define ALONE __kernel __attribute__((reqd_work_group_size(1, 1, 1)))

// "static inline ONCE": a function that a call is cheap beside. PoCL compiles what a kernel does three
// times over, but not what it calls, as long as that does not ask for the work-item's number.
#if defined(COARSE) && defined(__clang__)
#define ONCE __attribute__((noinline))
#else
#define ONCE
#endif

// Splits a row-major index into one index per axis.
static inline void split(int flat, const int* dims, int* index) {
    for (int a = 0; a < 8; a++) {
        index[a] = 0;
    }
    // What is left for the outer axes is mostly nothing, and divisions are slow.
    for (int a = 7; flat > 0; a--) {
        index[a] = flat % dims[a];
        flat /= dims[a];
    }
}

// Where the element with these indices lies, from the first one.
static inline int place(const int* index, const int* strides) {
    int at = 0;
    for (int a = 0; a < 8; a++) {
        at += index[a] * strides[a];
    }
    return at;
}

// The same from a row-major index.
static inline int locate(int flat, int8 dims, int8 strides) {
    int d[8];
    int s[8];
    vstore8(dims, 0, d);
    vstore8(strides, 0, s);
    int at = 0;
    for (int a = 7; flat > 0; a--) {
        at += flat % d[a] * s[a];
        flat /= d[a];
    }
    return at;
}

// The sum of a vector, in an order of its own.
static inline real total(const real8 v) {
    return ((v.s0 + v.s1) + (v.s2 + v.s3)) + ((v.s4 + v.s5) + (v.s6 + v.s7));
}

// With STREAM, for results too large to be found in the caches again: STREAM8 and STREAM16 store a
// vector, aligned to its size, past them, and AHEAD asks for what is read soon. Only compilers made of
// clang have that.
#define STREAM8(V, value, to) vstore8(value, 0, to)
#define STREAM16(V, value, to) vstore16(value, 0, to)
#define AHEAD(from)
#if defined(STREAM) && defined(__clang__) && defined(__has_builtin)
#if __has_builtin(__builtin_nontemporal_store)
#undef STREAM8
#undef STREAM16
#define STREAM8(V, value, to) __builtin_nontemporal_store(value, (__global V*)(to))
#define STREAM16(V, value, to) __builtin_nontemporal_store(value, (__global V*)(to))
#endif
#if __has_builtin(__builtin_prefetch)
#undef AHEAD
#define AHEAD(from) __builtin_prefetch((const void*)(size_t)(from), 0, 2)
#endif
#endif
