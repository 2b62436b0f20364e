// What a convolution does to a result t before it stores it: factor * t; or that + bias of its
// channel, then leaky ReLU; or that + noise of its pixel * strength of its channel first. Which of
// these is an argument rather than a define: three programs would take three times as long to compile.
//
// Layout:  bias and strength [O]; noise [N, H, W], or [H, W] for all images with noiseApart 0. With
//          steps 0 none of them is read, with steps 1 neither noise nor strength.
// Usage:   EPILOGUE ends a kernel's parameters, FINISH_OF(channel) initialises a Finish, and
//          finish, finish2, finish4 and finish8 treat so many neighbours of one row of an image.

#define EPILOGUE \
    , const real factor, const int steps, __global const real *bias, const int ob, const real slope, \
        __global const real *noise, const int on, const int noiseApart, \
        __global const real *strength, const int os
#define FINISH_OF(c) \
    { \
        factor, steps > 0 ? bias[ob + (c)] : 0, steps > 0 ? slope : 1, \
            steps > 1 ? strength[os + (c)] : 0, steps > 1, noise + on, noiseApart \
    }
typedef struct {
    real factor;
    real bias;
    real slope;  // 1 leaves t as it is
    real strength;
    bool noisy;
    __global const real* noise;
    int apart;
} Finish;

#define FINISH(T, NAME, LOAD) \
    static inline T NAME(T t, const Finish* f, const int image, const int pixel) { \
        t *= f->factor; \
        if (f->noisy) { \
            t += LOAD(f->noise + image * (size_t)f->apart + pixel) * f->strength; \
        } \
        t += f->bias; \
        return t >= (T)(0) ? t : f->slope * t; \
    }

#define LOAD1(p) (*(p))
#define LOAD2(p) vload2(0, p)
#define LOAD4(p) vload4(0, p)
#define LOAD8(p) vload8(0, p)
FINISH(real, finish, LOAD1)
FINISH(JOIN(real, 2), finish2, LOAD2)
FINISH(JOIN(real, 4), finish4, LOAD4)
FINISH(real8, finish8, LOAD8)
