// y[n, o, p] = sum over c of x[n, c, p] * w[o, c]: a convolution with a kernel of 1 x 1 between many
// channels and few. An epilogue may follow (epilogue.cl).
//
// Layout:  x [N, C, size], the elements of a plane side by side, planes sn and sc apart; weights of
//          any strides; y [N, O, size] contiguous.
// Usage:   "past" if planes of y are aligned to vectors, and it is large.
// Method:  a strip of pixels is gone through for MOST source channels at a time, so that memory is
//          read in long runs and what is summed stays in the cache.
// Assumes: single precision, a CPU.
#include "epilogue.cl"

#define STRIP 1024
#define MOST 4

// One strip of one result channel.
typedef struct {
    __global const float* x;
    int apart;    // distance of source channels
    int count;    // how many there are, at most MOST
    float w[MOST];
    bool past;    // results go past the caches
    bool first;   // nothing was summed before
    bool last;    // nothing is left to be summed
    int image;
    int pixel;
    int size;
} Strip;

// t and what the source channels at x add to it. How many there are never changes within a strip.
#define ADDED(V, LOAD, t) \
    t = fma((V)(w0), LOAD(0, x), t); \
    if (s->count > 1) { \
        t = fma((V)(w1), LOAD(0, x + apart), t); \
    } \
    if (s->count > 2) { \
        t = fma((V)(w2), LOAD(0, x + 2 * apart), t); \
    } \
    if (s->count > 3) { \
        t = fma((V)(w3), LOAD(0, x + 3 * apart), t); \
    }
#define ONE(offset, from) ((from)[offset])

static inline void strip(const Strip* s, const Finish* f, __global float* y) {
    __global const float* x = s->x;
    const long apart = s->apart;
    const float w0 = s->w[0];
    const float w1 = s->w[1];
    const float w2 = s->w[2];
    const float w3 = s->w[3];
    int i = 0;
    for (; i + 8 <= s->size; i += 8, x += 8) {
        float8 t = s->first ? (float8)(0) : vload8(0, y + i);
        ADDED(float8, vload8, t)
        if (!s->last) {
            vstore8(t, 0, y + i);
            continue;
        }
        t = finish8(t, f, s->image, s->pixel + i);
        if (s->past && s->first) {
            STREAM8(float8, t, y + i);
        } else {
            vstore8(t, 0, y + i);
        }
    }
    for (; i < s->size; i++, x++) {
        float t = s->first ? 0 : y[i];
        ADDED(float, ONE, t)
        y[i] = s->last ? finish(t, f, s->image, s->pixel + i) : t;
    }
}

// The work-groups share the strips in turn.
ALONE void pointwise(const int images, const int ins, const int outs, const int size,
                     __global const float* x, const int ox, const int sn, const int sc,
                     __global const float* w, const int ow, const int so, const int si,
                     __global float* y, const int oy, const int past EPILOGUE) {
    const int strips = (size + STRIP - 1) / STRIP;
    const int tasks = images * strips;
    for (int task = get_group_id(0); task < tasks; task += get_num_groups(0)) {
        Strip s;
        s.image = task / strips;
        s.pixel = task % strips * STRIP;
        s.size = min(STRIP, size - s.pixel);
        s.apart = sc;
        s.past = past;
        for (int c = 0; c < ins; c += MOST) {
            s.x = x + ox + s.image * (size_t)sn + c * (size_t)sc + s.pixel;
            s.count = min(MOST, ins - c);
            s.first = c == 0;
            s.last = c + MOST >= ins;
            for (int o = 0; o < outs; o++) {
                for (int k = 0; k < MOST; k++) {
                    s.w[k] = k < s.count ? w[ow + o * so + (c + k) * si] : 0;
                }
                const Finish f = FINISH_OF(o);
                __global float* to = y + oy + (s.image * (size_t)outs + o) * size + s.pixel;
                strip(&s, &f, to);
            }
        }
    }
}
