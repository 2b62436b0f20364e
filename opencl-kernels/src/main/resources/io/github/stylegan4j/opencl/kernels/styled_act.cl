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
// Usage:   COARSE only: "past" if planes of y or dx are aligned to vectors of 16, and it is large.

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
    const int planes, const int chunk, const int past, const int channels, const int size, const real epsilon, \
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

#ifdef COARSE

// A plane is gone through twice: to measure it, in stretches that begin with the mean so far, and to
// write what comes of it. Squares and products are taken from that mean, so that they hold as many
// digits as if the plane's own were known. Meanwhile half of the next plane is fetched each time, so
// that memory is never idle.
#define STRETCH 1024

ACTIVATION(real16, activation16, vload16)

// FETCH(i) and MANY(k, i) twice for the vectors at i, then ONCE(i) for the elements that are left. Two
// sums at a time, for the next addition need not wait for the one before.
#define WALK(from, to, FETCH, MANY, ONCE) \
    { \
        int i = from; \
        for (; i + 32 <= to; i += 32) { \
            FETCH(i) \
            MANY(0, i) \
            MANY(1, i + 16) \
        } \
        for (; i + 16 <= to; i += 16) { \
            MANY(0, i) \
        } \
        for (; i < to; i++) { \
            ONCE(i) \
        } \
    }
#define SUMS(name) \
    real16 name[2] = {(real16)(0), (real16)(0)}; \
    real name##1 = 0;
#define JOINED(name) joined(name[0] + name[1], name##1)

static inline real joined(const real16 sums, const real rest) {
    return rest + total(sums.lo + sums.hi);
}

static inline void store16(const real16 v, __global real* to, const bool past) {
    if (past) {
        STREAM16(real16, v, to);
    } else {
        vstore16(v, 0, to);
    }
}

// Rounding may leave a sum of squares below 0.
static inline real positive(const real squares) {
    return squares < 0 ? 0 : squares;
}

// The mean of the first elements.
static inline real begin(const Plane* f, const int size) {
    const int n = min(size, 32);
    real sum = 0;
    for (int i = 0; i < n; i++) {
        sum += activation(f, i);
    }
    return sum / n;
}

// How far the next plane is from this one in x, 0 if there is none, or if it would drive this one out.
#define FETCHED (1 << 15)
#define NEXT(plane, n, c) \
    (plane + 1 < end && size <= FETCHED \
        ? (plane + 1) / channels * n + (plane + 1) % channels * c - sample * n - channel * c \
        : 0)

#define EACH_PLANE \
    const long first = get_global_id(0) * (long)chunk; \
    const int end = (int)min((long)planes, first + chunk); \
    for (int plane = (int)first; plane < end; plane++)

#ifndef GRAD

#define FETCH1(i) AHEAD(f->x + next + (i) / 2);
#define FETCH2(i) FETCH1(size + (i))

ALONE void styled_act(PARAMETERS, __global real* y, const int oy) {
    EACH_PLANE {
        FIND_PLANE
        const int next = NEXT(plane, sn, sc);
        real mean = begin(f, size);
        real squares = 0;
        for (int from = 0; from < size; from += STRETCH) {
            const int to = min(size, from + STRETCH);
            SUMS(a)
            SUMS(b)
#define MEASURE(V, OF, sum, square, i) \
    { \
        const V d = OF(f, i) - mean; \
        sum += d; \
        square = fma(d, d, square); \
    }
#define MEASURE16(k, i) MEASURE(real16, activation16, a[k], b[k], i)
#define MEASURE1(i) MEASURE(real, activation, a1, b1, i)
            WALK(from, to, FETCH1, MEASURE16, MEASURE1)
            // The elements before add up to 0 from here.
            const real moved = JOINED(a) / to;
            squares = positive(squares + JOINED(b) - moved * moved * to);
            mean += moved;
        }
        const real scale = factor / sqrt(squares / size + epsilon);
        const real shift = factors[channels * styleC];
        __global real* q = y + oy + plane * (size_t)size;
#define RESULT16(k, i) \
    store16(fma(activation16(f, i) - mean, (real16)(scale), (real16)(shift)), q + (i), past);
#define RESULT1(i) q[i] = fma(activation(f, i) - mean, scale, shift);
        WALK(0, size, FETCH2, RESULT16, RESULT1)
    }
}

#else

#define FETCH1(i) \
    AHEAD(f->x + next + (i) / 2); \
    AHEAD(r + nextG + (i) / 2);
#define FETCH2(i) FETCH1(size + (i))

ALONE void styled_act_grad(PARAMETERS, __global const real* g, const int og, const int gn,
                           const int gc, __global real* dx, const int odx, __global real* dbias,
                           const int odb, __global real* dstyle, const int ods
#ifdef NOISE
                           , __global real* dstrength, const int odn
#endif
) {
    EACH_PLANE {
        FIND_PLANE
        __global const real* r = g + og + sample * gn + channel * gc;
        const int next = NEXT(plane, sn, sc);
        const int nextG = NEXT(plane, gn, gc);
        real mean = begin(f, size);
        real squares = 0;
        real sum = 0;
        real along = 0;
        for (int from = 0; from < size; from += STRETCH) {
            const int to = min(size, from + STRETCH);
            SUMS(a)
            SUMS(b)
            SUMS(c)
            SUMS(d)
#define MEASURE(V, OF, LOAD, sum, square, sumG, product, i) \
    { \
        const V e = OF(f, i) - mean; \
        const V v = LOAD(0, r + (i)); \
        sum += e; \
        square = fma(e, e, square); \
        sumG += v; \
        product = fma(e, v, product); \
    }
#define MEASURE16(k, i) MEASURE(real16, activation16, vload16, a[k], b[k], c[k], d[k], i)
#define MEASURE1(i) MEASURE(real, activation, ONE, a1, b1, c1, d1, i)
            WALK(from, to, FETCH1, MEASURE16, MEASURE1)
            // The elements before add up to 0 from here.
            const real moved = JOINED(a) / to;
            squares = positive(squares + JOINED(b) - moved * moved * to);
            sum += JOINED(c);
            along += JOINED(d) - moved * sum;
            mean += moved;
        }
        const real s = 1 / sqrt(squares / size + epsilon);
        const real meanG = sum / size;
        const real slant = along / size * s * s;
        const real scale = s * factor;
        __global real* q = dx + odx + plane * (size_t)size;
        SUMS(a)
#ifdef NOISE
        SUMS(b)
#define BY_NOISE(LOAD, to, i) to = fma(v, LOAD(0, f->noise + (i)), to);
#else
#define BY_NOISE(LOAD, to, i)
#endif
#define BACK(V, OF, LOAD, i) \
    const V t = OF(f, i); \
    const V w = (LOAD(0, r + (i)) - meanG - (t - mean) * slant) * scale; \
    const V v = t >= (V)(0) ? w : slope * w;
#define BACK16(k, i) \
    { \
        BACK(real16, activation16, vload16, i) \
        store16(v, q + (i), past); \
        a[k] += v; \
        BY_NOISE(vload16, b[k], i) \
    }
#define BACK1(i) \
    { \
        BACK(real, activation, ONE, i) \
        q[i] = v; \
        a1 += v; \
        BY_NOISE(ONE, b1, i) \
    }
        WALK(0, size, FETCH2, BACK16, BACK1)
        dbias[odb + plane] = JOINED(a);
        dstyle[ods + plane + sample * channels] = along * s;
        dstyle[ods + plane + (sample + 1) * channels] = sum;
#ifdef NOISE
        dstrength[odn + plane] = JOINED(b);
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
