// y[batch, m, j] = sum over k of a[batch, m, k] * b[batch, k, j]: every matrix product and, since
// the host describes each operand by tables of offsets, all three sorts of convolution.
//
// Layout:  element (m, k) of a lies at aBatch[batch] + aRows[m] + aColumns[k], that of b at
//          bBatch[batch] + bRows[k] + bColumns[j], that of the result at
//          oy + yBatch[batch] + m * yRow + yColumns[j]. a is first packed to [batch][panel][k][TALL].
// Method:  a block of b is packed to [panel][k][WIDE] and multiplied by all of a's panels into
//          tiles [TALL][WIDE] that stay in the cache; twelve vectors of sums stay in registers.
//          Behind a convolution, whose rows are channels and whose columns are the pixels of all
//          images, "plane" of each, an epilogue may follow.
#include "epilogue.cl"

#define TALL 6
#define WIDE 16
#define DEPTH 256
#define PANELS 4
#define TALL_PANELS 256

// A work-item packs one panel of TALL rows; rows beyond the last are zeros.
ALONE void pack(const int m, const int depth, const int panels, __global const real* a,
                __global const int* aBatch, __global const int* aRows,
                __global const int* aColumns, __global real* packed) {
    const int batch = get_global_id(0) / panels;
    const int panel = get_global_id(0) % panels;
    __global real* q = packed + get_global_id(0) * (size_t)depth * TALL;
    for (int i = 0; i < TALL; i++) {
        const int row = panel * TALL + i;
        if (row < m) {
            __global const real* p = a + aBatch[batch] + aRows[row];
            for (int k = 0; k < depth; k++) {
                q[k * (size_t)TALL + i] = p[aColumns[k]];
            }
        } else {
            for (int k = 0; k < depth; k++) {
                q[k * (size_t)TALL + i] = 0;
            }
        }
    }
}

// Packs columns j to j + WIDE - 1 of rows k to k + depth - 1. Of the column offsets, each run of
// "run" neighbours counts up by one; the table goes on behind the last column with valid offsets.
static inline ONCE void packColumns(__global const real* b, __global const int* rows,
                        __global const int* columns, const int depth, const int run,
                        __global real* q) {
    if (run == 16) {
        __global const real* p = b + columns[0];
        for (int k = 0; k < depth; k++, q += WIDE) {
            vstore8(vload8(0, p + rows[k]), 0, q);
            vstore8(vload8(1, p + rows[k]), 1, q);
        }
    } else if (run == 8) {
        __global const real* p0 = b + columns[0];
        __global const real* p1 = b + columns[8];
        for (int k = 0; k < depth; k++, q += WIDE) {
            vstore8(vload8(0, p0 + rows[k]), 0, q);
            vstore8(vload8(0, p1 + rows[k]), 1, q);
        }
    } else if (run == 4) {
        __global const real* p0 = b + columns[0];
        __global const real* p1 = b + columns[4];
        __global const real* p2 = b + columns[8];
        __global const real* p3 = b + columns[12];
        for (int k = 0; k < depth; k++, q += WIDE) {
            vstore4(vload4(0, p0 + rows[k]), 0, q);
            vstore4(vload4(0, p1 + rows[k]), 1, q);
            vstore4(vload4(0, p2 + rows[k]), 2, q);
            vstore4(vload4(0, p3 + rows[k]), 3, q);
        }
    } else {
        int c[WIDE];
        for (int i = 0; i < WIDE; i++) {
            c[i] = columns[i];
        }
        for (int k = 0; k < depth; k++, q += WIDE) {
            __global const real* p = b + rows[k];
#pragma unroll
            for (int i = 0; i < WIDE; i++) {
                q[i] = p[c[i]];
            }
        }
    }
}

// One tile: c += a panel of a times a panel of b, or c = it if "fresh".
static inline ONCE void multiply(__global const real* a, __global const real* b, __global real* c,
                     const int depth, const bool fresh) {
    real8 left[TALL];
    real8 right[TALL];
#pragma unroll
    for (int i = 0; i < TALL; i++) {
        left[i] = fresh ? (real8)(0) : vload8(2 * i, c);
        right[i] = fresh ? (real8)(0) : vload8(2 * i + 1, c);
    }
    for (int k = 0; k < depth; k++) {
        const real8 b0 = vload8(0, b);
        const real8 b1 = vload8(1, b);
#pragma unroll
        for (int i = 0; i < TALL; i++) {
            const real8 v = (real8)(a[i]);
            left[i] = fma(v, b0, left[i]);
            right[i] = fma(v, b1, right[i]);
        }
        a += TALL;
        b += WIDE;
    }
#pragma unroll
    for (int i = 0; i < TALL; i++) {
        vstore8(left[i], 2 * i, c);
        vstore8(right[i], 2 * i + 1, c);
    }
}

// The work-groups share the tasks - slice of k, batch, block of rows, block of columns - in turn.
// Slices beyond the first write their own copies of y, sliceStride apart.
ALONE void product(const int m, const int n, const int depth, const int batches, const int slices,
                   const int sliceDepth, const int run, __global const real* packed,
                   __global const real* b, __global const int* bBatch, __global const int* bRows,
                   __global const int* bColumns, __global real* y, const int oy, __global const int* yBatch,
                   const int yRow, __global const int* yColumns, const int sliceStride,
                   __global real* scratch, const int scratchStride, const int plane EPILOGUE) {
    const int blocks = (n + PANELS * WIDE - 1) / (PANELS * WIDE);
    const int tall = (m + TALL - 1) / TALL;
    const int tallBlocks = (tall + TALL_PANELS - 1) / TALL_PANELS;
    __global real* bBlock = scratch + get_group_id(0) * (size_t)scratchStride;
    __global real* tiles = bBlock + DEPTH * PANELS * WIDE;
    const long tasks = (long)blocks * tallBlocks * batches * slices;
    for (long task = get_group_id(0); task < tasks; task += get_num_groups(0)) {
        const int j0 = task % blocks * (PANELS * WIDE);
        const int i0 = task / blocks % tallBlocks * TALL_PANELS;
        const int i1 = min(tall, i0 + TALL_PANELS);
        const int batch = task / blocks / tallBlocks % batches;
        const int slice = task / blocks / tallBlocks / batches;
        const int count = min(PANELS * WIDE, n - j0);
        const int panels = (count + WIDE - 1) / WIDE;
        const int k0 = slice * sliceDepth;
        const int k1 = min(depth, k0 + sliceDepth);
        __global const real* a = packed + (size_t)batch * tall * depth * TALL;
        for (int k = k0; k < k1; k += DEPTH) {
            const int deep = min(DEPTH, k1 - k);
            for (int p = 0; p < panels; p++) {
                const bool whole = (p + 1) * WIDE <= count;
                packColumns(b + bBatch[batch], bRows + k, bColumns + j0 + p * WIDE, deep,
                            whole ? run : 1, bBlock + p * DEPTH * WIDE);
            }
            for (int i = i0; i < i1; i++) {
                for (int p = 0; p < panels; p++) {
                    multiply(a + ((size_t)i * depth + k) * TALL, bBlock + p * DEPTH * WIDE,
                             tiles + ((i - i0) * PANELS + p) * (TALL * WIDE), deep, k == k0);
                }
            }
        }
        __global real* to = y + oy + yBatch[batch] + slice * (size_t)sliceStride;
        const int end = min(m, i1 * TALL);
        for (int row = i0 * TALL; row < end; row++) {
            __global const real* tile =
                tiles + (row / TALL - i0) * (PANELS * TALL * WIDE) + row % TALL * WIDE;
            __global real* q = to + row * (size_t)yRow;
            const Finish f = FINISH_OF(batch * m + row);
            for (int p = 0; p < panels; p++) {
                __global const int* columns = yColumns + j0 + p * WIDE;
                __global const real* t = tile + p * (TALL * WIDE);
                const int wide = min(WIDE, count - p * WIDE);
                const int image = (j0 + p * WIDE) / plane;
                const int pixel = (j0 + p * WIDE) % plane;
                // The table ascends, so that equal distances mean neighbours.
                if (pixel + WIDE <= plane && wide == WIDE
                    && columns[WIDE - 1] - columns[0] == WIDE - 1) {
                    vstore8(finish8(vload8(0, t), &f, image, pixel), 0, q + columns[0]);
                    vstore8(finish8(vload8(1, t), &f, image, pixel + 8), 1, q + columns[0]);
                } else {
                    for (int i = 0; i < wide; i++) {
                        const int at = pixel + i;
                        q[columns[i]] = finish(t[i], &f, image + at / plane, at % plane);
                    }
                }
            }
        }
    }
}
