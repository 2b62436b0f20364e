// Minimal filtering of 3 x 3 kernels: what a tile of TILE x TILE result pixels reads and becomes.
//
// Method:  Winograd's F(2 x 2, 3 x 3) or F(4 x 4, 3 x 3): with pixels d, kernel g and result y of a
//          tile, y = At ((G g Gt) * (Bt d B)) A, the product elementwise. F(4, 3) interpolates at 0,
//          1, -1, 2, -2 and infinity. Eight tiles, in row-major order over all images, fill the
//          lanes of a vector. Source: Lavin and Gray, arXiv 1509.09308.
//          Other tiles, where a convolution halves or doubles the size: winograd_resize.cl.
// Assumes: single precision, stride 1 and padding 1. TILE is 2 or 4.

#define WINDOW (TILE + 2)
#define TAPS 3

// Transposes the two squares that four vectors are made of, in each half.
static inline void transpose4(const float8* q, float8* e) {
    const float8 low01 = (float8)(q[0].s0, q[1].s0, q[0].s1, q[1].s1, q[0].s4, q[1].s4, q[0].s5, q[1].s5);
    const float8 high01 = (float8)(q[0].s2, q[1].s2, q[0].s3, q[1].s3, q[0].s6, q[1].s6, q[0].s7, q[1].s7);
    const float8 low23 = (float8)(q[2].s0, q[3].s0, q[2].s1, q[3].s1, q[2].s4, q[3].s4, q[2].s5, q[3].s5);
    const float8 high23 = (float8)(q[2].s2, q[3].s2, q[2].s3, q[3].s3, q[2].s6, q[3].s6, q[2].s7, q[3].s7);
    e[0] = (float8)(low01.s01, low23.s01, low01.s45, low23.s45);
    e[1] = (float8)(low01.s23, low23.s23, low01.s67, low23.s67);
    e[2] = (float8)(high01.s01, high23.s01, high01.s45, high23.s45);
    e[3] = (float8)(high01.s23, high23.s23, high01.s67, high23.s67);
}

// Transposes a square.
static inline void transpose8(float8* r) {
    float8 low[4];
    float8 high[4];
#pragma unroll
    for (int i = 0; i < 4; i++) {
        low[i] = (float8)(r[i].lo, r[i + 4].lo);
        high[i] = (float8)(r[i].hi, r[i + 4].hi);
    }
    transpose4(low, r);
    transpose4(high, r + 4);
}

// From rows of four pixels, q[0] being those of tiles 0 and 4 and so on, to columns of tiles.
static inline void toColumns4(const float8* q, float8* e) {
    transpose4(q, e);
}

// From columns of tiles to rows of four pixels, row[0] being those of tiles 0 and 1 and so on.
static inline void toRows4(const float8* e, float8* row) {
    float8 q[4];
    transpose4(e, q);
    row[0] = (float8)(q[0].lo, q[1].lo);
    row[1] = (float8)(q[2].lo, q[3].lo);
    row[2] = (float8)(q[0].hi, q[1].hi);
    row[3] = (float8)(q[2].hi, q[3].hi);
}

// The same of rows of two pixels, four tiles a vector.
static inline void toColumns2(const float8* q, float8* e) {
    e[0] = (float8)(q[0].s0246, q[1].s0246);
    e[1] = (float8)(q[0].s1357, q[1].s1357);
}

static inline void toRows2(const float8* e, float8* row) {
    row[0] = (float8)(e[0].s0, e[1].s0, e[0].s1, e[1].s1, e[0].s2, e[1].s2, e[0].s3, e[1].s3);
    row[1] = (float8)(e[0].s4, e[1].s4, e[0].s5, e[1].s5, e[0].s6, e[1].s6, e[0].s7, e[1].s7);
}

#ifdef RESIZE

#include "winograd_resize.cl"

#else

// Extents of what a tile's results, its transformed pixels and weights, and their products are.
#define RESULTS TILE
#define V_EDGE (TILE + 2)
#define U_EDGE (TILE + 2)
#define EDGE (TILE + 2)

// Of the images' extents and indices, those of the results.
#define RESULT(n) (n)

// Of the products' positions, those of their factors.
#define V_OF(i) (i)
#define U_OF(i) (i)

// The same for a weight gradient: edges of transformed gradients and of sums of products, which of
// them belong to a product, and which of a sum's products is the first.
#define D_EDGE (TILE + 2)
#define S_EDGE (TILE + 2)
#define D_OF(i) (i)
#define S_OF(i) (i)
#define IS_FIRST(i) true

#if TILE == 4

// v = Bt d of a line of six pixels.
static inline void ofPixels(const float8* d, float8* v) {
    const float8 even1 = fma(d[2], (float8)(-4), d[4]);
    const float8 odd1 = fma(d[1], (float8)(-4), d[3]);
    const float8 even2 = d[4] - d[2];
    const float8 odd2 = 2 * (d[3] - d[1]);
    v[0] = fma(d[0], (float8)(4), fma(d[2], (float8)(-5), d[4]));
    v[1] = even1 + odd1;
    v[2] = even1 - odd1;
    v[3] = even2 + odd2;
    v[4] = even2 - odd2;
    v[5] = fma(d[1], (float8)(4), fma(d[3], (float8)(-5), d[5]));
}

// y = At m: four results of a line.
static inline void toResults(const float8* m, float8* y) {
    const float8 sum1 = m[1] + m[2];
    const float8 gap1 = m[1] - m[2];
    const float8 sum2 = m[3] + m[4];
    const float8 gap2 = m[3] - m[4];
    y[0] = m[0] + sum1 + sum2;
    y[1] = fma(gap2, (float8)(2), gap1);
    y[2] = fma(sum2, (float8)(4), sum1);
    y[3] = fma(gap2, (float8)(8), gap1) + m[5];
}

// u = G g of a line of three taps.
static inline void ofTaps(const float8* g, float8* u) {
    const float8 outer1 = (g[0] + g[2]) * (-1.0f / 6);
    const float8 inner1 = g[1] * (1.0f / 6);
    const float8 outer2 = fma(g[2], (float8)(1.0f / 6), g[0] * (1.0f / 24));
    const float8 inner2 = g[1] * (1.0f / 12);
    u[0] = g[0] * 0.25f;
    u[1] = outer1 - inner1;
    u[2] = outer1 + inner1;
    u[3] = outer2 + inner2;
    u[4] = outer2 - inner2;
    u[5] = g[2];
}

// A y of a line of four result gradients.
static inline void ofResults(const float8* y, float8* m) {
    const float8 even1 = y[0] + y[2];
    const float8 odd1 = y[1] + y[3];
    const float8 even2 = fma(y[2], (float8)(4), y[0]);
    const float8 odd2 = 2 * fma(y[3], (float8)(4), y[1]);
    m[0] = y[0];
    m[1] = even1 + odd1;
    m[2] = even1 - odd1;
    m[3] = even2 + odd2;
    m[4] = even2 - odd2;
    m[5] = y[3];
}

// Gt u: three taps from a line of six.
static inline void toTaps(const float8* u, float8* g) {
    const float8 sum1 = (u[1] + u[2]) * (1.0f / 6);
    const float8 gap1 = (u[2] - u[1]) * (1.0f / 6);
    const float8 sum2 = u[3] + u[4];
    const float8 gap2 = u[3] - u[4];
    g[0] = fma(u[0], (float8)(0.25f), fma(sum2, (float8)(1.0f / 24), -sum1));
    g[1] = fma(gap2, (float8)(1.0f / 12), gap1);
    g[2] = fma(sum2, (float8)(1.0f / 6), u[5] - sum1);
}

#else

static inline void ofPixels(const float8* d, float8* v) {
    v[0] = d[0] - d[2];
    v[1] = d[1] + d[2];
    v[2] = d[2] - d[1];
    v[3] = d[1] - d[3];
}

static inline void toResults(const float8* m, float8* y) {
    y[0] = m[0] + m[1] + m[2];
    y[1] = m[1] - m[2] - m[3];
}

static inline void ofTaps(const float8* g, float8* u) {
    const float8 outer = (g[0] + g[2]) * 0.5f;
    const float8 inner = g[1] * 0.5f;
    u[0] = g[0];
    u[1] = outer + inner;
    u[2] = outer - inner;
    u[3] = g[2];
}

static inline void ofResults(const float8* y, float8* m) {
    m[0] = y[0];
    m[1] = y[0] + y[1];
    m[2] = y[0] - y[1];
    m[3] = -y[1];
}

static inline void toTaps(const float8* u, float8* g) {
    const float8 sum = (u[1] + u[2]) * 0.5f;
    g[0] = u[0] + sum;
    g[1] = (u[1] - u[2]) * 0.5f;
    g[2] = u[3] + sum;
}

#endif
#endif

#define POSITIONS (EDGE * EDGE)
#define V_POSITIONS (V_EDGE * V_EDGE)
#define U_POSITIONS (U_EDGE * U_EDGE)

// Images and their tiles. A tile at the edge may reach beyond its image.
typedef struct {
    int height;
    int width;
    int across;  // tiles of a row
    int down;    // rows of tiles of an image
    int tiles;   // of all images
} Grid;

static inline Grid grid(const int images, const int height, const int width) {
    Grid g;
    g.height = height;
    g.width = width;
    g.across = (width + TILE - 1) / TILE;
    g.down = (height + TILE - 1) / TILE;
    g.tiles = images * g.across * g.down;
    return g;
}

// Eight consecutive tiles; those beyond the last lie below their image, where nothing is.
typedef struct {
    bool wide;        // all in one row of tiles, and whole
    int image[8];
    int row[8];       // of the tile's first pixel
    int column[8];
    int8 inner;       // -1 where a tile has a neighbour on its left
    int8 outer;       // -1 where it has one on its right
} Eight;

static inline ONCE Eight eight(const Grid* g, const int first) {
    Eight e;
    int inner[8];
    int outer[8];
    for (int i = 0; i < 8; i++) {
        const int tile = first + i;
        const int across = tile % g->across;
        const bool there = tile < g->tiles;
        e.image[i] = there ? tile / g->across / g->down : 0;
        e.row[i] = there ? tile / g->across % g->down * TILE : g->height + TILE;
        e.column[i] = across * TILE;
        inner[i] = across > 0 ? -1 : 0;
        outer[i] = across + 1 < g->across ? -1 : 0;
    }
    e.inner = vload8(0, inner);
    e.outer = vload8(0, outer);
    e.wide = first + 8 <= g->tiles && e.column[7] == e.column[0] + 7 * TILE
             && e.column[7] + TILE <= g->width;
    return e;
}

// Elements of a plane from which on pixels are asked for once more right before they are read. Of what
// was asked for earlier much is gone again from the nearer caches then: planes so far apart share few
// sets of them.
#define FAR (1 << 14)

// Asks for the rows of pixels that neighbouring eights of tiles lie on in a plane, and for "border"
// more on every side; only where rows of pixels are long.
static inline ONCE void ahead(__global const float* x, const int image, const Grid* g,
                         const Eight* eights, const int count, const int border) {
    for (int e = 0; e < count; e++) {
        const Eight* t = eights + e;
        if (!t->wide) {
            return;
        }
        for (int i = -border; i < TILE + border; i++) {
            const int y = t->row[0] + i;
            if (y >= 0 && y < g->height) {
                __global const float* p =
                    x + t->image[0] * (size_t)image + y * g->width + t->column[0];
                AHEAD(p);
                AHEAD(p + 4 * TILE);
                if (border > 0 && e == 0) {
                    AHEAD(p - 1);
                }
                if (border > 0 && e == count - 1) {
                    AHEAD(p + 8 * TILE);
                }
            }
        }
    }
}

#define piece_t JOIN(float, TILE)

// The pixels of one of eight tiles in its row "below", zeros where the image ends.
static inline piece_t piece(__global const float* x, const int image, const Grid* g,
                            const Eight* t, const int below, const int tile) {
    const int y = t->row[tile] + below;
    if (y < 0 || y >= g->height) {
        return (piece_t)(0);
    }
    __global const float* p = x + t->image[tile] * (size_t)image + y * g->width + t->column[tile];
    const int count = g->width - t->column[tile];
    if (count >= TILE) {
        return JOIN(vload, TILE)(0, p);
    }
    float q[TILE];
    for (int i = 0; i < TILE; i++) {
        q[i] = i < count ? p[i] : 0;
    }
    return JOIN(vload, TILE)(0, q);
}

// The pixels of eight tiles in the row "below" of each, by column: e[j] is column j. "image" is
// the distance of images, "x" the first of them.
static inline void ownPixels(__global const float* x, const int image, const Grid* g,
                             const Eight* t, const int below, float8* e) {
    float8 q[TILE];
#pragma unroll
    for (int i = 0; i < TILE; i++) {
#if TILE == 4
        q[i] = (float8)(piece(x, image, g, t, below, i), piece(x, image, g, t, below, i + 4));
#else
        q[i] = (float8)(piece(x, image, g, t, below, 4 * i),
                        piece(x, image, g, t, below, 4 * i + 1),
                        piece(x, image, g, t, below, 4 * i + 2),
                        piece(x, image, g, t, below, 4 * i + 3));
#endif
    }
    JOIN(toColumns, TILE)(q, e);
}

// The pixel beside a tile's own in the row "below", or 0.
static inline float beside(__global const float* x, const int image, const Grid* g,
                           const Eight* t, const int below, const int tile, const int distance) {
    const int y = t->row[tile] + below;
    const int c = t->column[tile] + distance;
    const bool there = y >= 0 && y < g->height && c >= 0 && c < g->width;
    return there ? x[t->image[tile] * (size_t)image + y * g->width + c] : 0;
}

// A row of what eight tiles read: their own pixels and one more on either side.
static inline void window(__global const float* x, const int image, const Grid* g,
                          const Eight* t, const int below, float8* d) {
    ownPixels(x, image, g, t, below, d + 1);
    const float8 last = d[TILE];
    const float8 first = d[1];
    const float left = beside(x, image, g, t, below, 0, -1);
    const float right = beside(x, image, g, t, below, 7, TILE);
    d[0] = select((float8)(0), (float8)(left, last.s0123, last.s456), t->inner);
    d[WINDOW - 1] = select((float8)(0), (float8)(first.s1234, first.s567, right), t->outer);
}

// The same where they are "wide": p is the first of their own pixels in that row of their plane.
static inline void wideWindow(__global const float* p, const bool left, const bool right,
                              float8* d) {
    float8 q[TILE];
#if TILE == 4
    const float8 a0 = vload8(0, p);
    const float8 a1 = vload8(1, p);
    const float8 a2 = vload8(2, p);
    const float8 a3 = vload8(3, p);
    q[0] = (float8)(a0.lo, a2.lo);
    q[1] = (float8)(a0.hi, a2.hi);
    q[2] = (float8)(a1.lo, a3.lo);
    q[3] = (float8)(a1.hi, a3.hi);
#else
    q[0] = vload8(0, p);
    q[1] = vload8(1, p);
#endif
    JOIN(toColumns, TILE)(q, d + 1);
    const float8 last = d[TILE];
    const float8 first = d[1];
    d[0] = (float8)(left ? p[-1] : 0, last.s0123, last.s456);
    d[WINDOW - 1] = (float8)(first.s1234, first.s567, right ? p[8 * TILE] : 0);
}

// Transforms what eight tiles of a plane read.
static inline void transformPixels(__global const float* x, const int image, const Grid* g,
                                   const Eight* t, float8 v[V_EDGE][V_EDGE]) {
    float8 middle[WINDOW][V_EDGE];
    const bool left = t->inner.s0 != 0;
    const bool right = t->outer.s7 != 0;
    for (int i = 0; i < WINDOW; i++) {
        float8 d[WINDOW];
        const int y = t->row[0] + i - 1;
        if (!t->wide) {
            window(x, image, g, t, i - 1, d);
        } else if (y >= 0 && y < g->height) {
            const size_t at = t->image[0] * (size_t)image + y * g->width + t->column[0];
            wideWindow(x + at, left, right, d);
        } else {
            for (int j = 0; j < WINDOW; j++) {
                d[j] = (float8)(0);
            }
        }
        ofPixels(d, middle[i]);
    }
#pragma unroll
    for (int j = 0; j < V_EDGE; j++) {
        float8 d[WINDOW];
        float8 r[V_EDGE];
#pragma unroll
        for (int i = 0; i < WINDOW; i++) {
            d[i] = middle[i][j];
        }
        ofPixels(d, r);
#pragma unroll
        for (int i = 0; i < V_EDGE; i++) {
            v[i][j] = r[i];
        }
    }
}
