package io.github.stylegan4j.cpu;

/**
 * Panel kernels as plain loops that the JIT compiler turns into vector instructions.
 *
 * <p>What it vectorises is narrow: every access at the loop's own index, in separate arrays, loads
 * before arithmetic before stores, and not more arithmetic than its unrolling limit bears. On Java
 * 17 eight multiply-adds are the most that is vectorised reliably; newer compilers bear twelve,
 * which saves a third of the traffic between cache and registers.
 */
final class LoopPanelKernels {
    /** First Java version whose compiler vectorises the deeper tile. */
    static final int DEEP_FROM_JAVA = 25;

    private LoopPanelKernels() {}

    /** Tile of four result rows and two rows of the right operand. */
    static final class FourByTwo implements PanelKernel {
        @Override
        public int rowStep() {
            return 4;
        }

        @Override
        public int depthStep() {
            return 2;
        }

        @Override
        public void accumulate(
                float[] a,
                int aAt,
                int lda,
                int rows,
                int depth,
                float[][] b,
                int bAt,
                float[][] c,
                int cAt,
                int n) {
            for (int i = 0; i < rows; i += 4) {
                float[] c0 = c[cAt + i];
                float[] c1 = c[cAt + i + 1];
                float[] c2 = c[cAt + i + 2];
                float[] c3 = c[cAt + i + 3];
                for (int k = 0; k < depth; k += 2) {
                    tile(a, aAt + i * lda + k, lda, b[bAt + k], b[bAt + k + 1], c0, c1, c2, c3, n);
                }
            }
        }

        private static void tile(
                float[] a,
                int at,
                int lda,
                float[] b0,
                float[] b1,
                float[] c0,
                float[] c1,
                float[] c2,
                float[] c3,
                int n) {
            float a00 = a[at];
            float a01 = a[at + 1];
            float a10 = a[at + lda];
            float a11 = a[at + lda + 1];
            float a20 = a[at + 2 * lda];
            float a21 = a[at + 2 * lda + 1];
            float a30 = a[at + 3 * lda];
            float a31 = a[at + 3 * lda + 1];
            for (int j = 0; j < n; j++) {
                float v0 = b0[j];
                float v1 = b1[j];
                float x0 = c0[j];
                float x1 = c1[j];
                float x2 = c2[j];
                float x3 = c3[j];
                float y0 = Math.fma(a01, v1, Math.fma(a00, v0, x0));
                float y1 = Math.fma(a11, v1, Math.fma(a10, v0, x1));
                float y2 = Math.fma(a21, v1, Math.fma(a20, v0, x2));
                float y3 = Math.fma(a31, v1, Math.fma(a30, v0, x3));
                c0[j] = y0;
                c1[j] = y1;
                c2[j] = y2;
                c3[j] = y3;
            }
        }
    }

    /** Tile of four result rows and three rows of the right operand. */
    static final class FourByThree implements PanelKernel {
        @Override
        public int rowStep() {
            return 4;
        }

        @Override
        public int depthStep() {
            return 3;
        }

        @Override
        public void accumulate(
                float[] a,
                int aAt,
                int lda,
                int rows,
                int depth,
                float[][] b,
                int bAt,
                float[][] c,
                int cAt,
                int n) {
            for (int i = 0; i < rows; i += 4) {
                float[] c0 = c[cAt + i];
                float[] c1 = c[cAt + i + 1];
                float[] c2 = c[cAt + i + 2];
                float[] c3 = c[cAt + i + 3];
                for (int k = 0; k < depth; k += 3) {
                    tile(
                            a,
                            aAt + i * lda + k,
                            lda,
                            b[bAt + k],
                            b[bAt + k + 1],
                            b[bAt + k + 2],
                            c0,
                            c1,
                            c2,
                            c3,
                            n);
                }
            }
        }

        private static void tile(
                float[] a,
                int at,
                int lda,
                float[] b0,
                float[] b1,
                float[] b2,
                float[] c0,
                float[] c1,
                float[] c2,
                float[] c3,
                int n) {
            float a00 = a[at];
            float a01 = a[at + 1];
            float a02 = a[at + 2];
            float a10 = a[at + lda];
            float a11 = a[at + lda + 1];
            float a12 = a[at + lda + 2];
            float a20 = a[at + 2 * lda];
            float a21 = a[at + 2 * lda + 1];
            float a22 = a[at + 2 * lda + 2];
            float a30 = a[at + 3 * lda];
            float a31 = a[at + 3 * lda + 1];
            float a32 = a[at + 3 * lda + 2];
            for (int j = 0; j < n; j++) {
                float v0 = b0[j];
                float v1 = b1[j];
                float v2 = b2[j];
                float x0 = c0[j];
                float x1 = c1[j];
                float x2 = c2[j];
                float x3 = c3[j];
                float y0 = Math.fma(a02, v2, Math.fma(a01, v1, Math.fma(a00, v0, x0)));
                float y1 = Math.fma(a12, v2, Math.fma(a11, v1, Math.fma(a10, v0, x1)));
                float y2 = Math.fma(a22, v2, Math.fma(a21, v1, Math.fma(a20, v0, x2)));
                float y3 = Math.fma(a32, v2, Math.fma(a31, v1, Math.fma(a30, v0, x3)));
                c0[j] = y0;
                c1[j] = y1;
                c2[j] = y2;
                c3[j] = y3;
            }
        }
    }
}
