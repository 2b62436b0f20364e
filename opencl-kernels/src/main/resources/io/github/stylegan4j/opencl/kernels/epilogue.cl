// What a convolution does to a result t before it stores it: with BIAS, t + bias of its channel,
// then leaky ReLU; with NOISE, t + noise of its pixel * strength of its channel first.
//
// Layout:  bias and strength [O]; noise [N, H, W], or [H, W] for all images with noiseApart 0.
// Usage:   EPILOGUE ends a kernel's parameters, FINISH_OF(channel) initialises a Finish, and
//          finish, finish2, finish4 and finish8 treat so many neighbours of one row of an image.

#if defined(NOISE)
#define EPILOGUE \
    , __global const real *bias, const int ob, const real slope, __global const real *noise, \
        const int on, const int noiseApart, __global const real *strength, const int os
#define FINISH_OF(c) {bias[ob + (c)], slope, strength[os + (c)], noise + on, noiseApart}
typedef struct {
    real bias;
    real slope;
    real strength;
    __global const real* noise;
    int apart;
} Finish;
#elif defined(BIAS)
#define EPILOGUE , __global const real *bias, const int ob, const real slope
#define FINISH_OF(c) {bias[ob + (c)], slope}
typedef struct {
    real bias;
    real slope;
} Finish;
#else
#define EPILOGUE
#define FINISH_OF(c) {0}
typedef struct {
    int nothing;
} Finish;
#endif

#if defined(NOISE)
#define ADD_NOISE(LOAD) t += LOAD(f->noise + image * (size_t)f->apart + pixel) * f->strength;
#else
#define ADD_NOISE(LOAD)
#endif

#if defined(BIAS)
#define ADD_BIAS(T) \
    t += f->bias; \
    t = t >= (T)(0) ? t : f->slope * t;
#else
#define ADD_BIAS(T)
#endif

#define FINISH(T, NAME, LOAD) \
    static inline T NAME(T t, const Finish* f, const int image, const int pixel) { \
        ADD_NOISE(LOAD) \
        ADD_BIAS(T) \
        return t; \
    }

#define LOAD1(p) (*(p))
#define LOAD2(p) vload2(0, p)
#define LOAD4(p) vload4(0, p)
#define LOAD8(p) vload8(0, p)
FINISH(real, finish, LOAD1)
FINISH(JOIN(real, 2), finish2, LOAD2)
FINISH(JOIN(real, 4), finish4, LOAD4)
FINISH(real8, finish8, LOAD8)
