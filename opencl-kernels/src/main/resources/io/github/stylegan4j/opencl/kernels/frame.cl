// Puts images into frames of zeros, row-major, so that the windows of a convolution need no bounds.
//
// Layout:  x [planes = N * C, H, W] with any strides; y [N * C, frameH, frameW] contiguous.
//          Element (iy, ix) goes to (iy + top, ix + left) if that exists.
#define PARAMETERS \
    const int rows, const int chunk, const int channels, const int height, const int width, \
    const int frameH, const int frameW, const int top, const int left, \
    __global const real *x, const int ox, const int sn, const int sc, const int sh, const int sw, \
    __global real *y

// The image row behind a row of the frame, or -1.
static inline int source(const int at, const int before, const int extent) {
    const int i = at - before;
    return i < extent ? max(i, -1) : -1;
}

#ifdef COARSE

// A work-item fills "chunk" rows of frames.
ALONE void frame(PARAMETERS) {
    const long first = get_global_id(0) * (long)chunk;
    const long end = min((long)rows, first + chunk);
    for (long row = first; row < end; row++) {
        const int plane = row / frameH;
        const int iy = source((int)(row % frameH), top, height);
        __global real* q = y + row * frameW;
        if (iy < 0) {
            for (int i = 0; i < frameW; i++) {
                q[i] = 0;
            }
            continue;
        }
        __global const real* p =
            x + ox + plane / channels * sn + plane % channels * sc + iy * sh;
        const int gap = min(frameW, left);
        const int count = max(0, min(width, frameW - gap));
        int i = 0;
        for (; i < gap; i++) {
            q[i] = 0;
        }
        int k = 0;
        if (sw == 1) {
            for (; k + 8 <= count; k += 8) {
                vstore8(vload8(0, p + k), 0, q + gap + k);
            }
        }
        for (; k < count; k++) {
            q[gap + k] = p[k * sw];
        }
        i = gap + count;
        for (; i < frameW; i++) {
            q[i] = 0;
        }
    }
}

#else

// A work-item fills one element.
__kernel void frame(PARAMETERS) {
    const long at = get_global_id(0);
    if (at >= rows * (long)frameW) {
        return;
    }
    const int fx = at % frameW;
    const long row = at / frameW;
    const int plane = row / frameH;
    const int iy = source((int)(row % frameH), top, height);
    const int ix = source(fx, left, width);
    real v = 0;
    if (iy >= 0 && ix >= 0) {
        v = x[ox + plane / channels * sn + plane % channels * sc + iy * sh + ix * sw];
    }
    y[at] = v;
}

#endif
