// y[n, c, i] = x[n, c, i] / sqrt(mean over c of x[n, c, i]^2 + epsilon)
//
// Layout: x [samples, channels, size] with strides sn, sc and si; y contiguous.
#define PARAMETERS \
    const int pixels, const int chunk, const int channels, const int size, const real epsilon, \
    __global real *y, const int oy, __global const real *x, const int ox, const int sn, \
    const int sc, const int si

// One pixel: a feature vector.
#define PIXEL(V, LOAD, STORE) \
    { \
        const int n = pixel / size; \
        const int i = pixel % size; \
        __global const real* p = x + ox + n * sn + i * si; \
        __global real* q = y + oy + (size_t)n * channels * size + i; \
        V sum = (V)(0); \
        for (int c = 0; c < channels; c++) { \
            const V v = LOAD(0, p + c * sc); \
            sum += v * v; \
        } \
        const V s = (V)(1) / sqrt(sum / channels + epsilon); \
        for (int c = 0; c < channels; c++) { \
            STORE(LOAD(0, p + c * sc) * s, 0, q + c * (size_t)size); \
        } \
    }
#define LOAD_ONE(offset, from) (*(from))
#define STORE_ONE(value, offset, to) (*(to) = (value))

#ifdef COARSE

ALONE void pixel_norm(PARAMETERS) {
    const long first = get_global_id(0) * (long)chunk;
    const int end = (int)min((long)pixels, first + chunk);
    int pixel = (int)first;
    while (pixel < end) {
        if (si == 1 && pixel % size + 8 <= size && pixel + 8 <= end) {
            PIXEL(real8, vload8, vstore8)
            pixel += 8;
        } else {
            PIXEL(real, LOAD_ONE, STORE_ONE)
            pixel++;
        }
    }
}

#else

__kernel void pixel_norm(PARAMETERS) {
    const int pixel = get_global_id(0);
    if (pixel < pixels) {
        PIXEL(real, LOAD_ONE, STORE_ONE)
    }
}

#endif
