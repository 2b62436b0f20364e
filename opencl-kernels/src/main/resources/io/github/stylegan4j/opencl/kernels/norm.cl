// Normalisation of planes: y = (x - mean) / sqrt(variance + epsilon) over each plane, with a style
// on top, or the gradient through it.
//
// Layout:  x (and g) [samples, channels, size], the elements of a plane side by side, planes sn and
//          sc apart; scale and bias [samples, channels] with any strides; y contiguous.
// Defines: STYLED  y = normalised * (scale + 1) + bias
//          GRAD    y = s * (g - mean(g) - n * mean(g * n)), n the normalised x, s what divides it
//          GROUP   TILED only: work-items per plane, a power of two
//          STREAM  COARSE only: planes of y are aligned to vectors, and y is large

#ifdef STYLED
#define MORE \
    , __global const real *scale, const int oScale, const int scaleN, const int scaleC, \
    __global const real *bias, const int oBias, const int biasN, const int biasC
#elif defined(GRAD)
#define MORE , __global const real *g, const int og, const int gn, const int gc
#else
#define MORE
#endif
#define PARAMETERS \
    const int planes, const int chunk, const int channels, const int size, const real epsilon, \
    __global real *y, const int oy, __global const real *x, const int ox, const int sn, \
    const int sc MORE

#define FIND_PLANE \
    const int sample = plane / channels; \
    const int channel = plane % channels; \
    __global const real* p = x + ox + sample * sn + channel * sc; \
    __global real* q = y + oy + plane * (size_t)size;

#ifdef COARSE

// to = the sum of a formula in i over the plane: of(V, LOAD, i), for V = real8 and V = real. Four
// sums at a time, for the next addition need not wait for the one before.
#define ONE(offset, from) ((from)[0])
#define SUM(to, of) \
    { \
        real8 sum[4] = {(real8)(0), (real8)(0), (real8)(0), (real8)(0)}; \
        real rest = 0; \
        int i = 0; \
        for (; i + 32 <= size; i += 32) { \
            sum[0] += of(vload8, i); \
            sum[1] += of(vload8, i + 8); \
            sum[2] += of(vload8, i + 16); \
            sum[3] += of(vload8, i + 24); \
        } \
        for (; i + 8 <= size; i += 8) { \
            sum[0] += of(vload8, i); \
        } \
        for (; i < size; i++) { \
            rest += of(ONE, i); \
        } \
        to = rest + total((sum[0] + sum[1]) + (sum[2] + sum[3])); \
    }
// The same of two formulas in one pass.
#define SUMS(to, of, to2, of2) \
    { \
        real8 sum[4] = {(real8)(0), (real8)(0), (real8)(0), (real8)(0)}; \
        real rest = 0; \
        real rest2 = 0; \
        int i = 0; \
        for (; i + 16 <= size; i += 16) { \
            sum[0] += of(vload8, i); \
            sum[1] += of2(vload8, i); \
            sum[2] += of(vload8, i + 8); \
            sum[3] += of2(vload8, i + 8); \
        } \
        for (; i + 8 <= size; i += 8) { \
            sum[0] += of(vload8, i); \
            sum[1] += of2(vload8, i); \
        } \
        for (; i < size; i++) { \
            rest += of(ONE, i); \
            rest2 += of2(ONE, i); \
        } \
        to = rest + total(sum[0] + sum[2]); \
        to2 = rest2 + total(sum[1] + sum[3]); \
    }
#define STORE(of) \
    { \
        int i = 0; \
        for (; i + 8 <= size; i += 8) { \
            STREAM8(real8, of(vload8, i), q + i); \
        } \
        for (; i < size; i++) { \
            q[i] = of(ONE, i); \
        } \
    }
#define BEGIN \
    ALONE void instance_norm(PARAMETERS) { \
        const long first = get_global_id(0) * (long)chunk; \
        const int end = (int)min((long)planes, first + chunk); \
        for (int plane = (int)first; plane < end; plane++) {
#define END \
        } \
    }

#else

#include "group_sum.cl"

#define ONE(offset, from) ((from)[0])
#define SUM(to, of) \
    { \
        real sum = 0; \
        for (int i = get_local_id(0); i < size; i += GROUP) { \
            sum += of(ONE, i); \
        } \
        to = shared(sum, part); \
    }
#define SUMS(to, of, to2, of2) \
    { \
        real sum = 0; \
        real sum2 = 0; \
        for (int i = get_local_id(0); i < size; i += GROUP) { \
            sum += of(ONE, i); \
            sum2 += of2(ONE, i); \
        } \
        to = shared(sum, part); \
        to2 = shared(sum2, part); \
    }
#define STORE(of) \
    for (int i = get_local_id(0); i < size; i += GROUP) { \
        q[i] = of(ONE, i); \
    }
#define BEGIN \
    TOGETHER void instance_norm(PARAMETERS) { \
        __local real part[GROUP]; \
        const int plane = get_group_id(0); \
        {
#define END \
        } \
    }

#endif

#define ELEMENT(LOAD, i) LOAD(0, p + i)
#define CENTRED(LOAD, i) (LOAD(0, p + i) - mean)
#define SQUARE(LOAD, i) CENTRED(LOAD, i) * CENTRED(LOAD, i)

BEGIN
    FIND_PLANE
    real mean;
    real variance;
#ifdef GRAD
#define GRADIENT(LOAD, i) LOAD(0, r + i)
#define ALONG(LOAD, i) GRADIENT(LOAD, i) * CENTRED(LOAD, i)
#define RESULT(LOAD, i) s * (GRADIENT(LOAD, i) - meanG - CENTRED(LOAD, i) * along)
    __global const real* r = g + og + sample * gn + channel * gc;
    real meanG;
    real along;
    SUMS(mean, ELEMENT, meanG, GRADIENT)
    mean /= size;
    meanG /= size;
    SUMS(variance, SQUARE, along, ALONG)
#else
    SUM(mean, ELEMENT)
    mean /= size;
    SUM(variance, SQUARE)
#endif
    const real s = 1 / sqrt(variance / size + epsilon);
#ifdef GRAD
    along = along / size * s * s;
#elif defined(STYLED)
#define RESULT(LOAD, i) CENTRED(LOAD, i) * factor + shift
    const real factor = s * (scale[oScale + sample * scaleN + channel * scaleC] + 1);
    const real shift = bias[oBias + sample * biasN + channel * biasC];
#else
#define RESULT(LOAD, i) CENTRED(LOAD, i) * s
#endif
    STORE(RESULT)
END
