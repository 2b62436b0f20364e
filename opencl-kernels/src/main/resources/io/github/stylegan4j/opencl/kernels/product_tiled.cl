// y[batch, m, j] = sum over k of a[batch, m, k] * b[batch, k, j]: every matrix product and, since
// the host describes each operand by tables of offsets, all three sorts of convolution.
//
// Layout:  element (m, k) of a lies at aBatch[batch] + aRows[m] + aColumns[k], that of b at
//          bBatch[batch] + bRows[k] + bColumns[j], that of the result at
//          oy + yBatch[batch] + m * yRow + yColumns[j].
// Method:  a work-group of 16 x 16 computes a tile of 64 x 64 from strips of a and b in local
//          memory, 16 deep; each work-item has 4 x 4 of it, 16 apart.
//          Behind a convolution, whose rows are channels and whose columns are the pixels of all
//          images, "plane" of each, an epilogue may follow.
#include "epilogue.cl"

#define SIDE 64
#define DEPTH 16
#define LANES 16
#define EACH 4

__kernel __attribute__((reqd_work_group_size(LANES, LANES, 1))) void product(
    const int m, const int n, const int depth, const int batches, const int slices,
    const int sliceDepth, const int alongRows, __global const real* a, __global const int* aBatch,
    __global const int* aRows, __global const int* aColumns, __global const real* b,
    __global const int* bBatch, __global const int* bRows, __global const int* bColumns,
    __global real* y, const int oy, __global const int* yBatch, const int yRow, __global const int* yColumns,
    const int sliceStride, const int plane EPILOGUE) {
    __local real aStrip[DEPTH][SIDE + 1];
    __local real bStrip[DEPTH][SIDE + 1];
    const int tx = get_local_id(0);
    const int ty = get_local_id(1);
    const int me = ty * LANES + tx;
    const int j0 = get_group_id(0) * SIDE;
    const int m0 = get_group_id(1) * SIDE;
    const int batch = get_group_id(2) % batches;
    const int slice = get_group_id(2) / batches;
    const int k0 = slice * sliceDepth;
    const int k1 = min(depth, k0 + sliceDepth);
    a += aBatch[batch];
    b += bBatch[batch];
    real sum[EACH][EACH];
    for (int i = 0; i < EACH; i++) {
        for (int j = 0; j < EACH; j++) {
            sum[i][j] = 0;
        }
    }
    for (int k = k0; k < k1; k += DEPTH) {
        for (int e = me; e < DEPTH * SIDE; e += LANES * LANES) {
            // Neighbours read along k, where weights and gradients usually lie side by side.
            const int ka = k + e % DEPTH;
            const int ma = m0 + e / DEPTH;
            aStrip[e % DEPTH][e / DEPTH] =
                ma < m && ka < k1 ? a[aRows[ma] + aColumns[ka]] : (real)0;
            const int kb = alongRows ? e % DEPTH : e / SIDE;
            const int jb = alongRows ? e / DEPTH : e % SIDE;
            bStrip[kb][jb] =
                j0 + jb < n && k + kb < k1 ? b[bRows[k + kb] + bColumns[j0 + jb]] : (real)0;
        }
        barrier(CLK_LOCAL_MEM_FENCE);
        for (int d = 0; d < DEPTH; d++) {
            real left[EACH];
            real right[EACH];
            for (int i = 0; i < EACH; i++) {
                left[i] = aStrip[d][ty + i * LANES];
                right[i] = bStrip[d][tx + i * LANES];
            }
            for (int i = 0; i < EACH; i++) {
                for (int j = 0; j < EACH; j++) {
                    sum[i][j] = fma(left[i], right[j], sum[i][j]);
                }
            }
        }
        barrier(CLK_LOCAL_MEM_FENCE);
    }
    __global real* to = y + oy + yBatch[batch] + slice * (size_t)sliceStride;
    for (int i = 0; i < EACH; i++) {
        const int row = m0 + ty + i * LANES;
        const Finish f = FINISH_OF(batch * m + min(row, m - 1));
        for (int j = 0; j < EACH; j++) {
            const int column = j0 + tx + j * LANES;
            if (row < m && column < n) {
                to[row * (size_t)yRow + yColumns[column]] =
                    finish(sum[i][j], &f, column / plane, column % plane);
            }
        }
    }
}
