// Images moved and turned by a matrix each, with bilinear interpolation.
// Layout: x is strided, [N, C, H, W]; m is strided, [N, 6]; y is row-major from offset oy.
// Defines: REFLECT, if the image goes on mirrored beyond its border; else there are zeros.

#define PARAMETERS                                                                              \
    const int units, const int channels, const int height, const int width,                     \
        __global const real* x, const int ox, const int sn, const int sc, const int sh,          \
        const int sw, __global const real* m, const int om, const int rows, const int numbers,   \
        __global real* y, const int oy

// A coordinate folded back into 0 to extent - 1.
static inline real folded(const real at, const int extent) {
#ifdef REFLECT
    if (extent == 1) {
        return 0;
    }
    const real last = extent - 1;
    const real turns = floor(at / (2 * last));
    return last - fabs(at - turns * 2 * last - last);
#else
    return at;
#endif
}

static inline real coordinate(__global const real* m, const int numbers, const int i, const int j,
                              const int extent) {
    return folded(m[0] * j + m[numbers] * i + m[2 * numbers], extent);
}

static inline bool inside(const int row, const int column, const int height, const int width) {
    return row >= 0 && row < height && column >= 0 && column < width;
}

// A work-item computes one row of a plane.
__kernel void gather(PARAMETERS) {
    if (get_global_id(0) >= (size_t)units) {
        return;
    }
    const int i = get_global_id(0) % height;
    const int plane = get_global_id(0) / height;
    __global const real* p = x + ox + plane / channels * sn + plane % channels * sc;
    __global const real* own = m + om + plane / channels * rows;
    __global real* q = y + oy + (plane * height + i) * width;
    for (int j = 0; j < width; j++) {
        const real column = coordinate(own, numbers, i, j, width);
        const real row = coordinate(own + 3 * numbers, numbers, i, j, height);
        const int left = (int)floor(column);
        const int top = (int)floor(row);
        const real right = column - left;
        const real below = row - top;
        real sum = 0;
        for (int k = 0; k < 4; k++) {
            const int r = top + k / 2;
            const int c = left + k % 2;
            if (inside(r, c, height, width)) {
                const real weight = (k / 2 ? below : 1 - below) * (k % 2 ? right : 1 - right);
                sum = fma(weight, p[r * sh + c * sw], sum);
            }
        }
        q[j] = sum;
    }
}

// A work-item computes one plane: several pixels may end up in the same place.
__kernel void spread(PARAMETERS) {
    if (get_global_id(0) >= (size_t)units) {
        return;
    }
    const int plane = get_global_id(0);
    __global const real* p = x + ox + plane / channels * sn + plane % channels * sc;
    __global const real* own = m + om + plane / channels * rows;
    __global real* q = y + oy + plane * height * width;
    for (int i = 0; i < height * width; i++) {
        q[i] = 0;
    }
    for (int i = 0; i < height; i++) {
        for (int j = 0; j < width; j++) {
            const real value = p[i * sh + j * sw];
            const real column = coordinate(own, numbers, i, j, width);
            const real row = coordinate(own + 3 * numbers, numbers, i, j, height);
            const int left = (int)floor(column);
            const int top = (int)floor(row);
            const real right = column - left;
            const real below = row - top;
            for (int k = 0; k < 4; k++) {
                const int r = top + k / 2;
                const int c = left + k % 2;
                if (inside(r, c, height, width)) {
                    const real weight = (k / 2 ? below : 1 - below) * (k % 2 ? right : 1 - right);
                    q[r * width + c] = fma(weight, value, q[r * width + c]);
                }
            }
        }
    }
}
