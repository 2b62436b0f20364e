// Normalisation of planes: y = (x - mean) / sqrt(variance + epsilon) over each plane, with a style
// on top, or the gradient through it.
//
// Layout:  x (and g) [samples, channels, size], the elements of a plane side by side, planes sn and
//          sc apart; scale and bias [samples, channels] with any strides; y contiguous.
// Defines: STYLED  y = normalised * (scale + 1) + bias
//          GRAD    y = s * (g - mean(g) - n * mean(g * n)), n the normalised x, s what divides it
//          GROUP   TILED only: work-items per plane, a power of two

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

// to = the sum of a formula in i over the plane: of(real8, vload8, i) and of(real, ONE, i).
#define ONE(offset, from) ((from)[0])
#define SUM(to, of) \
    { \
        real8 sum8 = (real8)(0); \
        real sum = 0; \
        int i = 0; \
        for (; i + 8 <= size; i += 8) { \
            sum8 += of(vload8); \
        } \
        for (; i < size; i++) { \
            sum += of(ONE); \
        } \
        to = sum + total(sum8); \
    }
#define STORE(of) \
    { \
        int i = 0; \
        for (; i + 8 <= size; i += 8) { \
            vstore8(of(vload8), 0, q + i); \
        } \
        for (; i < size; i++) { \
            q[i] = of(ONE); \
        } \
    }
#define BEGIN \
    ALONE void instance_norm(PARAMETERS) { \
        const int first = get_global_id(0) * chunk; \
        const int end = min(planes, first + chunk); \
        for (int plane = first; plane < end; plane++) {
#define END \
        } \
    }

#else

#define ONE(offset, from) ((from)[0])
// Every work-item gets the sum.
static inline real shared(const real mine, __local real* part) {
    const int me = get_local_id(0);
    barrier(CLK_LOCAL_MEM_FENCE);
    part[me] = mine;
    for (int span = GROUP / 2; span > 0; span /= 2) {
        barrier(CLK_LOCAL_MEM_FENCE);
        if (me < span) {
            part[me] += part[me + span];
        }
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    return part[0];
}
#define SUM(to, of) \
    { \
        real sum = 0; \
        for (int i = get_local_id(0); i < size; i += GROUP) { \
            sum += of(ONE); \
        } \
        to = shared(sum, part); \
    }
#define STORE(of) \
    for (int i = get_local_id(0); i < size; i += GROUP) { \
        q[i] = of(ONE); \
    }
#define BEGIN \
    __kernel __attribute__((reqd_work_group_size(GROUP, 1, 1))) void instance_norm(PARAMETERS) { \
        __local real part[GROUP]; \
        const int plane = get_group_id(0); \
        {
#define END \
        } \
    }

#endif

#define ELEMENT(LOAD) LOAD(0, p + i)
#define SQUARE(LOAD) (LOAD(0, p + i) - mean) * (LOAD(0, p + i) - mean)

BEGIN
    FIND_PLANE
    real mean;
    SUM(mean, ELEMENT)
    mean /= size;
    real variance;
    SUM(variance, SQUARE)
    const real s = 1 / sqrt(variance / size + epsilon);
#ifdef GRAD
#define GRADIENT(LOAD) LOAD(0, r + i)
#define ALONG(LOAD) LOAD(0, r + i) * ((LOAD(0, p + i) - mean) * s)
#define RESULT(LOAD) \
    s * (LOAD(0, r + i) - meanG - ((LOAD(0, p + i) - mean) * s) * along)
    __global const real* r = g + og + sample * gn + channel * gc;
    real meanG;
    SUM(meanG, GRADIENT)
    meanG /= size;
    real along;
    SUM(along, ALONG)
    along /= size;
#elif defined(STYLED)
#define RESULT(LOAD) (LOAD(0, p + i) - mean) * factor + shift
    const real factor = s * (scale[oScale + sample * scaleN + channel * scaleC] + 1);
    const real shift = bias[oBias + sample * biasN + channel * biasC];
#else
#define RESULT(LOAD) (LOAD(0, p + i) - mean) * s
#endif
    STORE(RESULT)
END
