// y[o] = sum over i of x[i] * taps[i * UP - o * DOWN + PAD] along rows and columns of each plane:
// blurs, enlarges and shrinks images in one pass.
//
// Layout:  x [planes = N * C, height, width] with any strides; y [planes, outH, outW] contiguous.
// Defines: UP, DOWN, PAD; SIZE, rows and columns of the filter; TAPS, its values row by row.

__constant real taps[SIZE * SIZE] = {TAPS};

#define PARAMETERS \
    const int rows, const int chunk, const int channels, const int height, const int width, \
    const int outH, const int outW, __global const real *x, const int ox, const int sn, \
    const int sc, const int sh, const int sw, __global real *y, const int oy

// One pixel, whatever the factors and wherever it lies.
static inline real pixel(__global const real* p, const int height, const int width, const int sh,
                  const int sw, const int row, const int column) {
    real sum = 0;
    for (int ky = 0; ky < SIZE; ky++) {
        const int iy = row * DOWN - PAD + ky;
        if (iy < 0 || iy % UP != 0 || iy / UP >= height) {
            continue;
        }
        for (int kx = 0; kx < SIZE; kx++) {
            const int ix = column * DOWN - PAD + kx;
            if (ix >= 0 && ix % UP == 0 && ix / UP < width) {
                sum = fma(p[iy / UP * sh + ix / UP * sw], taps[ky * SIZE + kx], sum);
            }
        }
    }
    return sum;
}

#ifdef COARSE

#if UP == 1 && DOWN == 1
#define VECTORS
#define STEP 8
#define FIRST_COLUMN PAD
#define LAST_COLUMN (width - SIZE + PAD - 7)
#elif UP == 1 && DOWN == 2
#define VECTORS
#define STEP 8
#define FIRST_COLUMN ((PAD + 1) / 2)
// The last load of 16 must end within the row; it begins at an even tap.
#define LAST_COLUMN ((width - 16 - (SIZE - 1) / 2 * 2 + PAD) >> 1)
#elif UP == 2 && DOWN == 1
#define VECTORS
#define STEP 16
// Pairs of columns: both read from half of (column - PAD + tap) on.
#define FIRST_COLUMN ((PAD + 1) / 2 * 2)
#define LAST_COLUMN ((width - 8 - ((1 - PAD + SIZE - 1) >> 1)) * 2)
#endif

#ifdef VECTORS
// STEP pixels from a column on; p is the plane's first row, of stride 1.
static inline void several(__global const real* p, const int height, const int sh, const int row,
                    const int column, __global real* q) {
#if UP == 2
    real8 even = (real8)(0);
    real8 odd = (real8)(0);
#else
    real8 sum = (real8)(0);
#endif
#pragma unroll
    for (int ky = 0; ky < SIZE; ky++) {
        const int iy = row * DOWN - PAD + ky;
        if (iy < 0 || iy % UP != 0 || iy / UP >= height) {
            continue;
        }
        __global const real* r = p + iy / UP * sh;
#if UP == 2
        r += column / 2;
#pragma unroll
        for (int kx = 0; kx < SIZE; kx++) {
            // A tap meets either the even or the odd columns.
            if ((kx + PAD) % 2 == 0) {
                even = fma(vload8(0, r + ((kx - PAD) >> 1)), (real8)(taps[ky * SIZE + kx]), even);
            } else {
                odd = fma(vload8(0, r + ((kx - PAD + 1) >> 1)), (real8)(taps[ky * SIZE + kx]), odd);
            }
        }
#elif DOWN == 2
        r += column * 2 - PAD;
#pragma unroll
        for (int kx = 0; kx < SIZE; kx += 2) {
            const JOIN(real, 16) v = vload16(0, r + kx);
            sum = fma(v.even, (real8)(taps[ky * SIZE + kx]), sum);
            if (kx + 1 < SIZE) {
                sum = fma(v.odd, (real8)(taps[ky * SIZE + min(kx + 1, SIZE - 1)]), sum);
            }
        }
#else
        r += column - PAD;
#pragma unroll
        for (int kx = 0; kx < SIZE; kx++) {
            sum = fma(vload8(0, r + kx), (real8)(taps[ky * SIZE + kx]), sum);
        }
#endif
    }
#if UP == 2
    JOIN(real, 16) both;
    both.even = even;
    both.odd = odd;
    vstore16(both, 0, q + column);
#else
    vstore8(sum, 0, q + column);
#endif
}
#endif

// A work-item computes "chunk" rows.
ALONE void resample(PARAMETERS) {
    const long first = get_global_id(0) * (long)chunk;
    const long end = min((long)rows, first + chunk);
    for (long at = first; at < end; at++) {
        const int plane = at / outH;
        const int row = at % outH;
        __global const real* p = x + ox + plane / channels * sn + plane % channels * sc;
        __global real* q = y + oy + at * outW;
        int column = 0;
#ifdef VECTORS
        const int last = min(outW - STEP, LAST_COLUMN);
        if (sw == 1 && last >= FIRST_COLUMN) {
            for (; column < FIRST_COLUMN; column++) {
                q[column] = pixel(p, height, width, sh, sw, row, column);
            }
            for (; column <= last; column += STEP) {
                several(p, height, sh, row, column, q);
            }
            // The last stretch overlaps the one before.
            if (column < last + STEP) {
                several(p, height, sh, row, last, q);
                column = last + STEP;
            }
        }
#endif
        for (; column < outW; column++) {
            q[column] = pixel(p, height, width, sh, sw, row, column);
        }
    }
}

#else

// A work-item computes one pixel.
__kernel void resample(PARAMETERS) {
    const long at = get_global_id(0);
    if (at >= rows * (long)outW) {
        return;
    }
    const int column = at % outW;
    const int row = at / outW % outH;
    const int plane = at / outW / outH;
    __global const real* p = x + ox + plane / channels * sn + plane % channels * sc;
    y[oy + at] = pixel(p, height, width, sh, sw, row, column);
}

#endif
