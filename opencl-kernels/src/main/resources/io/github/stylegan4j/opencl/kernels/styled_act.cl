// What follows a generator's convolution: t = leaky ReLU of x + noise * strength + bias, then
// y = (t - mean) * s * (scale + 1) + shift with s = 1 / sqrt(variance + epsilon) over each plane; or
// all gradients of that.
//
// Layout:  x (and g) [samples, channels, size], the elements of a plane side by side, planes sn and
//          sc apart; noise likewise, planes zn apart; bias and strength [channels]; style
//          [samples, 2 * channels], scales before shifts. Results are contiguous: y like x, or dx
//          like x, dbias and dstrength [samples, channels], dstyle like style.
// Defines: NOISE   there is noise
//          GRAD    gradients
//          GROUP   TILED only: work-items per plane, a power of two
//          STREAM  COARSE only: planes of y or dx are aligned to vectors, and it is large

#ifdef NOISE
#define NOISE_PARAMETERS \
    , __global const real *noise, const int oNoise, const int zn, __global const real *strength, \
        const int oStrength, const int strengthC
#define NOISE_PLANE , noise + oNoise + sample * zn, strength[oStrength + channel * strengthC]
#define LEVEL(V, LOAD, f, i) \
    fma(LOAD(0, (f)->noise + (i)), (V)((f)->strength), LOAD(0, (f)->x + (i)) + (f)->bias)
#else
#define NOISE_PARAMETERS
#define NOISE_PLANE
#define LEVEL(V, LOAD, f, i) (LOAD(0, (f)->x + (i)) + (f)->bias)
#endif
#define PARAMETERS \
    const int planes, const int chunk, const int channels, const int size, const real epsilon, \
    const real slope, __global const real *x, const int ox, const int sn, const int sc, \
    __global const real *bias, const int ob, const int biasC, __global const real *style, \
    const int oStyle, const int styleN, const int styleC NOISE_PARAMETERS

// One plane before the normalisation.
typedef struct {
    real slope;
    __global const real* x;
    real bias;
#ifdef NOISE
    __global const real* noise;
    real strength;
#endif
} Plane;

#define FIND_PLANE \
    const int sample = plane / channels; \
    const int channel = plane % channels; \
    const Plane here = {slope, x + ox + sample * sn + channel * sc, \
                        bias[ob + channel * biasC] NOISE_PLANE}; \
    const Plane* f = &here; \
    __global const real* factors = style + oStyle + sample * styleN + channel * styleC; \
    const real factor = factors[0] + 1;

#define ONE(offset, from) ((from)[offset])
#define ACTIVATION(V, NAME, LOAD) \
    static inline V NAME(const Plane* f, const int i) { \
        const V u = LEVEL(V, LOAD, f, i); \
        return u >= (V)(0) ? u : f->slope * u; \
    }
ACTIVATION(real, activation, ONE)
ACTIVATION(real8, activation8, vload8)

#ifdef COARSE

// A plane is gone through in stretches that stay in the first cache: of each the mean comes first,
// then what is measured from it, so that one pass through the other caches gives both.
#define STRETCH 1024

// MANY(k, i) four times for the vectors at i, then ONCE(i) for the elements that are left. Four sums
// at a time, for the next addition need not wait for the one before.
#define WALK(from, to, MANY, ONCE) \
    { \
        int i = from; \
        for (; i + 32 <= to; i += 32) { \
            MANY(0, i) \
            MANY(1, i + 8) \
            MANY(2, i + 16) \
            MANY(3, i + 24) \
        } \
        for (; i + 8 <= to; i += 8) { \
            MANY(0, i) \
        } \
        for (; i < to; i++) { \
            ONCE(i) \
        } \
    }
#define ZEROS {(real8)(0), (real8)(0), (real8)(0), (real8)(0)}

static inline real joined(const real8* sums, const real rest) {
    return rest + total((sums[0] + sums[1]) + (sums[2] + sums[3]));
}

#ifndef GRAD

ALONE void styled_act(PARAMETERS, __global real* y, const int oy) {
    const long first = get_global_id(0) * (long)chunk;
    const int end = (int)min((long)planes, first + chunk);
    for (int plane = (int)first; plane < end; plane++) {
        FIND_PLANE
        real mean = 0;
        real squares = 0;
        for (int from = 0; from < size; from += STRETCH) {
            const int to = min(size, from + STRETCH);
            real8 a[4] = ZEROS;
            real ra = 0;
#define SUM8(k, i) a[k] += activation8(f, i);
#define SUM1(i) ra += activation(f, i);
            WALK(from, to, SUM8, SUM1)
            const real middle = joined(a, ra) / (to - from);
            real8 b[4] = ZEROS;
            real rb = 0;
#define SQUARE8(k, i) \
    { \
        const real8 d = activation8(f, i) - middle; \
        b[k] = fma(d, d, b[k]); \
    }
#define SQUARE1(i) \
    { \
        const real d = activation(f, i) - middle; \
        rb = fma(d, d, rb); \
    }
            WALK(from, to, SQUARE8, SQUARE1)
            const real share = (real)(to - from) / to;
            const real apart = middle - mean;
            squares += joined(b, rb) + apart * apart * share * from;
            mean += apart * share;
        }
        const real scale = factor / sqrt(squares / size + epsilon);
        const real shift = factors[channels * styleC];
        __global real* q = y + oy + plane * (size_t)size;
#define RESULT8(k, i) STREAM8(real8, fma(activation8(f, i) - mean, (real8)(scale), (real8)(shift)), q + (i));
#define RESULT1(i) q[i] = fma(activation(f, i) - mean, scale, shift);
        WALK(0, size, RESULT8, RESULT1)
    }
}

#else

ALONE void styled_act_grad(PARAMETERS, __global const real* g, const int og, const int gn,
                           const int gc, __global real* dx, const int odx, __global real* dbias,
                           const int odb, __global real* dstyle, const int ods
#ifdef NOISE
                           , __global real* dstrength, const int odn
#endif
) {
    const long first = get_global_id(0) * (long)chunk;
    const int end = (int)min((long)planes, first + chunk);
    for (int plane = (int)first; plane < end; plane++) {
        FIND_PLANE
        __global const real* r = g + og + sample * gn + channel * gc;
        real mean = 0;
        real squares = 0;
        real sum = 0;
        real along = 0;
        for (int from = 0; from < size; from += STRETCH) {
            const int to = min(size, from + STRETCH);
            real8 a[4] = ZEROS;
            real ra = 0;
            real8 b[4] = ZEROS;
            real rb = 0;
#define SUMS8(k, i) \
    a[k] += activation8(f, i); \
    b[k] += vload8(0, r + (i));
#define SUMS1(i) \
    ra += activation(f, i); \
    rb += r[i];
            WALK(from, to, SUMS8, SUMS1)
            const real middle = joined(a, ra) / (to - from);
            const real more = joined(b, rb);
            real8 c[4] = ZEROS;
            real rc = 0;
            real8 d[4] = ZEROS;
            real rd = 0;
#define PRODUCTS8(k, i) \
    { \
        const real8 t = activation8(f, i) - middle; \
        c[k] = fma(t, t, c[k]); \
        d[k] = fma(t, vload8(0, r + (i)), d[k]); \
    }
#define PRODUCTS1(i) \
    { \
        const real t = activation(f, i) - middle; \
        rc = fma(t, t, rc); \
        rd = fma(t, r[i], rd); \
    }
            WALK(from, to, PRODUCTS8, PRODUCTS1)
            const real share = (real)(to - from) / to;
            const real apart = middle - mean;
            squares += joined(c, rc) + apart * apart * share * from;
            along += joined(d, rd) + apart * ((1 - share) * more - share * sum);
            mean += apart * share;
            sum += more;
        }
        const real s = 1 / sqrt(squares / size + epsilon);
        const real meanG = sum / size;
        const real slant = along / size * s * s;
        const real scale = s * factor;
        __global real* q = dx + odx + plane * (size_t)size;
        real8 a[4] = ZEROS;
        real ra = 0;
#ifdef NOISE
        real8 b[4] = ZEROS;
        real rb = 0;
#define NOISE8(k, i) b[k] = fma(v, vload8(0, f->noise + (i)), b[k]);
#define NOISE1(i) rb = fma(v, f->noise[i], rb);
#else
#define NOISE8(k, i)
#define NOISE1(i)
#endif
#define BACK(V, t, at) \
    const V w = (at - meanG - (t - mean) * slant) * scale; \
    const V v = t >= (V)(0) ? w : slope * w;
#define BACK8(k, i) \
    { \
        const real8 t = activation8(f, i); \
        BACK(real8, t, vload8(0, r + (i))) \
        STREAM8(real8, v, q + (i)); \
        a[k] += v; \
        NOISE8(k, i) \
    }
#define BACK1(i) \
    { \
        const real t = activation(f, i); \
        BACK(real, t, r[i]) \
        q[i] = v; \
        ra += v; \
        NOISE1(i) \
    }
        WALK(0, size, BACK8, BACK1)
        dbias[odb + plane] = joined(a, ra);
        dstyle[ods + plane + sample * channels] = along * s;
        dstyle[ods + plane + (sample + 1) * channels] = sum;
#ifdef NOISE
        dstrength[odn + plane] = joined(b, rb);
#endif
    }
}

#endif

#else

#include "group_sum.cl"

#define EACH for (int i = get_local_id(0); i < size; i += GROUP)
#define SUM(to, term) \
    { \
        real mine = 0; \
        EACH { \
            mine += term; \
        } \
        to = shared(mine, part); \
    }
#define BEGIN \
    __local real part[GROUP]; \
    const int plane = get_group_id(0); \
    FIND_PLANE \
    real mean; \
    SUM(mean, activation(f, i)) \
    mean /= size;
#define CENTRED (activation(f, i) - mean)

#ifndef GRAD

TOGETHER void styled_act(PARAMETERS, __global real* y, const int oy) {
    BEGIN
    real squares;
    SUM(squares, CENTRED * CENTRED)
    const real scale = factor / sqrt(squares / size + epsilon);
    const real shift = factors[channels * styleC];
    EACH {
        y[oy + plane * (size_t)size + i] = fma(CENTRED, scale, shift);
    }
}

#else

TOGETHER void styled_act_grad(PARAMETERS, __global const real* g, const int og, const int gn,
                            const int gc, __global real* dx, const int odx, __global real* dbias,
                            const int odb, __global real* dstyle, const int ods
#ifdef NOISE
                            , __global real* dstrength, const int odn
#endif
) {
    BEGIN
    __global const real* r = g + og + sample * gn + channel * gc;
    real mine[3] = {0, 0, 0};
    EACH {
        const real t = CENTRED;
        mine[0] = fma(t, t, mine[0]);
        mine[1] = fma(t, r[i], mine[1]);
        mine[2] += r[i];
    }
    const real squares = shared(mine[0], part);
    const real along = shared(mine[1], part);
    const real sum = shared(mine[2], part);
    const real s = 1 / sqrt(squares / size + epsilon);
    const real meanG = sum / size;
    const real slant = along / size * s * s;
    const real scale = s * factor;
    real all = 0;
    real byNoise = 0;
    EACH {
        const real t = activation(f, i);
        const real w = (r[i] - meanG - (t - mean) * slant) * scale;
        const real v = t >= 0 ? w : slope * w;
        dx[odx + plane * (size_t)size + i] = v;
        all += v;
#ifdef NOISE
        byNoise = fma(v, f->noise[i], byNoise);
#endif
    }
    all = shared(all, part);
#ifdef NOISE
    byNoise = shared(byNoise, part);
#endif
    if (get_local_id(0) == 0) {
        dbias[odb + plane] = all;
        dstyle[ods + plane + sample * channels] = along * s;
        dstyle[ods + plane + (sample + 1) * channels] = sum;
#ifdef NOISE
        dstrength[odn + plane] = byNoise;
#endif
    }
}

#endif

#endif
