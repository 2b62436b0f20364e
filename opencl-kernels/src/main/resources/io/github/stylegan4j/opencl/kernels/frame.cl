// Puts images into frames of zeros, row-major, so that the windows of a convolution need no bounds.
//
// Layout:  x [planes = N * C, H, W] with any strides; y [N * C, frameH, frameW] contiguous.
//          Element (iy, ix) goes to (iy * dilation + top, ix * dilation + left) if that exists; top
//          and left may be negative, which crops.
#define PARAMETERS \
    const int rows, const int chunk, const int channels, const int height, const int width, \
    const int frameH, const int frameW, const int top, const int left, const int dilation, \
    __global const real *x, const int ox, const int sn, const int sc, const int sh, const int sw, \
    __global real *y

// The image row behind a row of the frame, or -1.
static inline int source(const int at, const int before, const int dilation, const int extent) {
    const int i = at - before;
    if (i < 0 || i % dilation != 0 || i / dilation >= extent) {
        return -1;
    }
    return i / dilation;
}

#ifdef COARSE

// A work-item fills "chunk" rows of frames.
ALONE void frame(PARAMETERS) {
    const long first = get_global_id(0) * (long)chunk;
    const long end = min((long)rows, first + chunk);
    for (long row = first; row < end; row++) {
        const int plane = row / frameH;
        const int iy = source((int)(row % frameH), top, dilation, height);
        __global real* q = y + row * frameW;
        if (iy < 0) {
            for (int i = 0; i < frameW; i++) {
                q[i] = 0;
            }
            continue;
        }
        __global const real* p =
            x + ox + plane / channels * sn + plane % channels * sc + iy * sh;
        const int cut = max(0, -left);
        const int gap = min(frameW, max(0, left));
        int i = 0;
        for (; i < gap; i++) {
            q[i] = 0;
        }
        if (dilation == 1) {
            const int count = max(0, min(width - cut, frameW - gap));
            p += cut * sw;
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
        } else {
            for (; i < frameW; i++) {
                const int ix = source(i, left, dilation, width);
                q[i] = ix < 0 ? 0 : p[ix * sw];
            }
        }
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
    const int iy = source((int)(row % frameH), top, dilation, height);
    const int ix = source(fx, left, dilation, width);
    real v = 0;
    if (iy >= 0 && ix >= 0) {
        v = x[ox + plane / channels * sn + plane % channels * sc + iy * sh + ix * sw];
    }
    y[at] = v;
}

#endif
