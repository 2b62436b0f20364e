// Appends to every sample of a group of images one more channel, filled with the mean over all
// features of the features' deviation within the group:
//     y[n, size + i] = mean over e of sqrt(variance over the group's samples of x[., e] + epsilon)
//
// Layout:  x [samples * groups, size], the elements of a sample side by side, samples sn apart; y
//          [samples * groups, size + plane] contiguous. Sample j of group m is number
//          j * groups + m. A work-group does one group.
// Defines: GROUP   TILED only: work-items per work-group, a power of two

#define LOAD_ONE(offset, from) (*(from))
#define STORE_ONE(value, offset, to) (*(to) = (value))

// One feature: copies it, and adds its deviation to the sum.
#define FEATURE(V, LOAD, STORE) \
    { \
        V mean = (V)(0); \
        for (int j = 0; j < samples; j++) { \
            const V v = LOAD(0, p + j * xStep + e); \
            STORE(v, 0, q + j * yStep + e); \
            mean += v; \
        } \
        mean /= samples; \
        V variance = (V)(0); \
        for (int j = 0; j < samples; j++) { \
            const V d = LOAD(0, p + j * xStep + e) - mean; \
            variance += d * d; \
        } \
        sum##V += sqrt(variance / samples + epsilon); \
    }

#ifdef COARSE
#define KERNEL ALONE
#else
#define KERNEL __kernel __attribute__((reqd_work_group_size(GROUP, 1, 1)))
#endif

KERNEL void minibatch_std(const int samples, const int size, const int plane, const real epsilon,
                          __global const real* x, const int ox, const int sn, __global real* y,
                          const int oy) {
    const int m = get_group_id(0);
    const size_t groups = get_num_groups(0);
    const size_t sample = (size_t)size + plane;
    const long xStep = (long)groups * sn;
    const size_t yStep = groups * sample;
    __global const real* p = x + ox + m * (long)sn;
    __global real* q = y + oy + m * sample;
    real sumreal = 0;
#ifdef COARSE
    real8 sumreal8 = (real8)(0);
    int e = 0;
    for (; e + 8 <= size; e += 8) {
        FEATURE(real8, vload8, vstore8)
    }
    for (; e < size; e++) {
        FEATURE(real, LOAD_ONE, STORE_ONE)
    }
    const real mean = (sumreal + total(sumreal8)) / size;
    const int first = 0;
    const int step = 1;
#else
    __local real part[GROUP];
    const int first = get_local_id(0);
    const int step = GROUP;
    for (int e = first; e < size; e += GROUP) {
        FEATURE(real, LOAD_ONE, STORE_ONE)
    }
    part[first] = sumreal;
    for (int span = GROUP / 2; span > 0; span /= 2) {
        barrier(CLK_LOCAL_MEM_FENCE);
        if (first < span) {
            part[first] += part[first + span];
        }
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    const real mean = part[0] / size;
#endif
    for (int j = 0; j < samples; j++) {
        for (int i = first; i < plane; i += step) {
            q[j * yStep + size + i] = mean;
        }
    }
}
