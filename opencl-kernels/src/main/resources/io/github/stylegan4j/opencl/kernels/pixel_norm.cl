// y[n, c, i] = x[n, c, i] / sqrt(mean over c of x[n, c, i]^2 + epsilon)
//
// Layout: x [samples, channels, size] with strides sn, sc and si; y contiguous.
#define PARAMETERS \
    const int pixels, const int chunk, const int channels, const int size, const real epsilon, \
    __global real *y, const int oy, __global const real *x, const int ox, const int sn, \
    const int sc, const int si

#define FIND_PIXEL \
    const int n = pixel / size; \
    const int i = pixel % size; \
    __global const real* p = x + ox + n * sn + i * si; \
    __global real* q = y + oy + (size_t)n * channels * size + i;

// One pixel: a feature vector.
#define PIXEL \
    { \
        FIND_PIXEL \
        real sum = 0; \
        for (int c = 0; c < channels; c++) { \
            sum += p[c * sc] * p[c * sc]; \
        } \
        const real s = 1 / sqrt(sum / channels + epsilon); \
        for (int c = 0; c < channels; c++) { \
            q[c * (size_t)size] = p[c * sc] * s; \
        } \
    }

#ifdef COARSE

// Vectors of pixels at a time, so that each channel is read in runs; they stay in the cache.
#define BLOCK 16

ALONE void pixel_norm(PARAMETERS) {
    const long first = get_global_id(0) * (long)chunk;
    const int end = (int)min((long)pixels, first + chunk);
    int pixel = (int)first;
    while (pixel < end) {
        const int wide =
            si == 1 ? min(BLOCK, min(size - pixel % size, end - pixel) / 8) : 0;
        if (wide == 0) {
            PIXEL
            pixel++;
            continue;
        }
        FIND_PIXEL
        real8 s[BLOCK];
        for (int v = 0; v < wide; v++) {
            s[v] = (real8)(0);
        }
        for (int c = 0; c < channels; c++) {
            for (int v = 0; v < wide; v++) {
                const real8 each = vload8(v, p + c * sc);
                s[v] += each * each;
            }
        }
        for (int v = 0; v < wide; v++) {
            s[v] = (real8)(1) / sqrt(s[v] / channels + epsilon);
        }
        for (int c = 0; c < channels; c++) {
            for (int v = 0; v < wide; v++) {
                vstore8(vload8(v, p + c * sc) * s[v], v, q + c * (size_t)size);
            }
        }
        pixel += 8 * wide;
    }
}

#else

__kernel void pixel_norm(PARAMETERS) {
    const int pixel = get_global_id(0);
    if (pixel < pixels) {
        PIXEL
    }
}

#endif
