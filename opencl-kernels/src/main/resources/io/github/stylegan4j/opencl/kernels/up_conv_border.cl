// What filtering in phases (winograd_phases.cl) gets wrong along the border. The blur takes what lies
// outside the convolved images for zeros; the phases take it for what a convolution would give there,
// since its kernel still meets the outermost pixels. This takes back what came of that.
//
// Layout:  x [N, C, H, W], planes contiguous; weights [O, C, 3, 3] of any strides; y [N, O, 2 H, 2 W]
//          contiguous. edges [N, SIDES, C, length]: the first row of each plane, its last, its first
//          column, its last, each behind a zero and followed by zeros.
// Method:  beyond the first row lies what the kernel's last row makes of the images' first row; the
//          blur brings a quarter of it in. Along the row that is the blur of a convolution again,
//          that is, two phases. The corner beyond two sides is counted with the rows.
// Assumes: single precision, a CPU.

#define SIDES 4

// Pixels of an edge that are computed together.
#define BLOCK 32
#define VECTORS (BLOCK / 8)

// A work-item copies the edges of a plane.
ALONE void edges(const int channels, const int height, const int width, __global const float* x,
                 const int ox, const int sn, const int sc, __global float* e, const int length) {
    const int image = get_group_id(0) / channels;
    const int channel = get_group_id(0) % channels;
    __global const float* p = x + ox + image * (size_t)sn + channel * (size_t)sc;
    for (int side = 0; side < SIDES; side++) {
        const int count = side < 2 ? width : height;
        const int step = side < 2 ? 1 : width;
        __global const float* from = p + (side == 1 ? (height - 1) * width : side == 3 ? width - 1 : 0);
        __global float* to = e + ((image * SIDES + side) * (size_t)channels + channel) * length;
        to[0] = 0;
        for (int i = 0; i < count; i++) {
            to[i + 1] = from[i * step];
        }
        for (int i = count + 1; i < length; i++) {
            to[i] = 0;
        }
    }
}

// What is to be taken from BLOCK pairs of pixels of a side: "even" and "odd" ones. The kernel's three
// taps, "share" of which count, are "step" apart, its channels "si"; e is the block's left neighbour in the first channel.
static inline void block(__global const float* w, const float share, const int si, const int step,
                         const int channels, __global const float* e, const int length, float8* even, float8* odd) {
    for (int i = 0; i < VECTORS; i++) {
        even[i] = (float8)(0);
        odd[i] = (float8)(0);
    }
    for (int c = 0; c < channels; c++, w += si, e += length) {
        const float w0 = w[0] * share;
        const float w1 = w[step] * share;
        const float w2 = w[2 * step] * share;
        const float8 even0 = (float8)(3 * w0 + w1);
        const float8 even1 = (float8)(w0 + 3 * (w1 + w2));
        const float8 odd1 = (float8)(3 * (w0 + w1) + w2);
        const float8 odd2 = (float8)(w1 + 3 * w2);
#pragma unroll
        for (int i = 0; i < VECTORS; i++) {
            const float8 left = vload8(i, e);
            const float8 here = vload8(i, e + 1);
            const float8 right = vload8(i, e + 2);
            even[i] = fma(even0, left, fma(even1, here, fma((float8)(w2), right, even[i])));
            odd[i] = fma((float8)(w0), left, fma(odd1, here, fma(odd2, right, odd[i])));
        }
    }
}

// What the blur along a side took from beyond its ends: the tap "w" of each channel meets the pixel.
static inline float corner(__global const float* w, const float share, const int si,
                           const int channels, __global const float* e, const int length) {
    float sum = 0;
    for (int c = 0; c < channels; c++) {
        sum = fma(w[c * si], e[c * (size_t)length], sum);
    }
    return sum * share;
}

// The work-items share the planes of y.
ALONE void border(const int planes, const int ins, const int outs, const int height, const int width,
                  const float factor, __global const float* w, const int ow, const int so, const int si, const int sh,
                  const int sw, __global const float* e, const int length, __global float* y,
                  const int oy) {
    const float share = 0.0625f * factor;
    for (int plane = get_group_id(0); plane < planes; plane += get_num_groups(0)) {
        __global const float* own = w + ow + plane % outs * so;
        __global float* q = y + oy + plane * (size_t)(4 * height * width);
        for (int side = 0; side < SIDES; side++) {
            const bool row = side < 2;
            const int count = row ? width : height;
            const int along = row ? sw : sh;
            const int apart = row ? 1 : 2 * width;
            __global const float* taps = own + (side % 2 == 0 ? 2 : 0) * (row ? sh : sw);
            __global const float* from =
                e + (plane / outs * SIDES + side) * (size_t)ins * length;
            __global float* to =
                q + (side == 1 ? (2 * height - 1) * 2 * width : side == 3 ? 2 * width - 1 : 0);
            for (int i = 0; i < count; i += BLOCK) {
                float8 even[VECTORS];
                float8 odd[VECTORS];
                float pairs[2][BLOCK];
                block(taps, share, si, along, ins, from + i, length, even, odd);
                for (int k = 0; k < VECTORS; k++) {
                    vstore8(even[k], k, pairs[0]);
                    vstore8(odd[k], k, pairs[1]);
                }
                for (int k = 0; k < min(BLOCK, count - i); k++) {
                    to[2 * (i + k) * apart] -= pairs[0][k];
                    to[(2 * (i + k) + 1) * apart] -= pairs[1][k];
                }
            }
            if (!row) {
                to[0] += corner(taps + 2 * along, share, si, ins, from + 1, length);
                to[(2 * count - 1) * apart] += corner(taps, share, si, ins, from + count, length);
            }
        }
    }
}
