// Minimal filtering where a 3 x 3 convolution halves the size of its results by summing 2 x 2 of them,
// or doubles that of its images by repeating their pixels: what becomes of a tile of 4 x 4 large and
// 2 x 2 small pixels. 25 products, 5 per line, do for what takes 36 at the larger size.
//
// Method:  halving. Two sums z of a line of six pixels d and a kernel g, with s[i] = d[i] + d[i + 1]:
//              z[0] = g[0] s[0] + g[1] s[1] + g[2] s[2]     z[1] = g[0] s[2] + g[1] s[3] + g[2] s[4]
//          g[0] and g[2] meet pairs that do not overlap, a line of two taps: three products
//              g[0] (s[0] - s[2])     (g[0] + g[2]) s[2]     g[2] (s[4] - s[2])
//          and g[1] meets s[1] and s[3]: two more, of which one weight is the factor.
//          Doubling. Four results y of a line of four pixels d:
//              y[0] = g[0] d[0] + (g[1] + g[2]) d[1]     y[1] = (g[0] + g[1]) d[1] + g[2] d[2]
//              y[2] = g[0] d[1] + (g[1] + g[2]) d[2]     y[3] = (g[0] + g[1]) d[2] + g[2] d[3]
//          All pairs of taps have the sum t = g[0] + g[1] + g[2], so that the product t / 2 (d[1] + d[2])
//          is in all four, and the transformed pixel d[2] - d[1] has two factors.
//          The weight gradient of either: images and gradients are transformed as halving transforms
//          images and doubling's transpose does; the products that share a sum are summed as one.
// Usage:   the host defines RESIZE as HALVING, with a TILE of 4, or DOUBLING, with a TILE of 2: both
//          count pixels of the images.

#define HALVING 1
#define DOUBLING 2

#define EDGE 5

#if RESIZE == HALVING

#define RESULTS 2
#define V_EDGE 5
#define U_EDGE 4
#define RESULT(n) ((n) / 2)
#define V_OF(i) (i)
// The last two products of a line have one weight.
#define U_OF(i) (min((i) / EDGE, 3) * U_EDGE + min((i) % EDGE, 3))

// Five transformed pixels of six.
static inline void ofPixels(const float8* d, float8* v) {
    const float8 inner = d[2] + d[3];
    v[0] = d[0] + d[1] - inner;
    v[1] = inner;
    v[2] = d[4] + d[5] - inner;
    v[3] = d[1] + d[2];
    v[4] = d[3] + d[4];
}

// Four weights of three taps.
static inline void ofTaps(const float8* g, float8* u) {
    u[0] = g[0];
    u[1] = g[0] + g[2];
    u[2] = g[2];
    u[3] = g[1];
}

// Two results of five products.
static inline void toResults(const float8* m, float8* y) {
    y[0] = m[0] + m[1] + m[3];
    y[1] = m[1] + m[2] + m[4];
}

// Of a weight gradient: edges of transformed gradients and of sums of products, which of them belong to
// a product, and which of a sum's products is the first.
#define D_EDGE 3
#define S_EDGE 4
#define D_LINE(i) ((i) < 3 ? (i) : 2 * (i) - 6)
#define D_OF(i) (D_LINE((i) / EDGE) * D_EDGE + D_LINE((i) % EDGE))
#define S_OF(i) U_OF(i)
#define IS_FIRST(i) ((i) / EDGE < S_EDGE && (i) % EDGE < S_EDGE)

// Three transformed gradients of two.
static inline void ofResults(const float8* y, float8* d) {
    d[0] = y[0];
    d[1] = y[0] + y[1];
    d[2] = y[1];
}

// Three taps of four sums.
static inline void toTaps(const float8* s, float8* g) {
    g[0] = s[0] + s[1];
    g[1] = s[3];
    g[2] = s[1] + s[2];
}

#else

#define RESULTS 4
#define V_EDGE 4
#define U_EDGE 5
#define RESULT(n) ((n) * 2)
// The third and the fourth product of a line have one transformed pixel.
#define V_LINE(i) ((i) < 3 ? (i) : (i) - 1)
#define V_OF(i) (V_LINE((i) / EDGE) * V_EDGE + V_LINE((i) % EDGE))
#define U_OF(i) (i)

// Four transformed pixels of four.
static inline void ofPixels(const float8* d, float8* v) {
    v[0] = d[0] - d[2];
    v[1] = d[1] + d[2];
    v[2] = d[2] - d[1];
    v[3] = d[3] - d[1];
}

// Five weights of three taps.
static inline void ofTaps(const float8* g, float8* u) {
    const float8 first = g[0] * 0.5f;
    const float8 inner = g[1] * 0.5f;
    const float8 last = g[2] * 0.5f;
    u[0] = g[0];
    u[1] = first + inner + last;
    u[2] = first - inner - last;
    u[3] = last - inner - first;
    u[4] = g[2];
}

// Four results of five products.
static inline void toResults(const float8* m, float8* y) {
    y[0] = m[1] + m[2] + m[0];
    y[1] = m[1] + m[3];
    y[2] = m[1] - m[2];
    y[3] = m[1] - m[3] + m[4];
}

#endif
