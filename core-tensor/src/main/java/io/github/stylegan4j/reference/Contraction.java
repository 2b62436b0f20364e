package io.github.stylegan4j.reference;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.array.View;
import io.github.stylegan4j.tensor.MatMul;

/** The batched matrix product. */
final class Contraction {
    private Contraction() {}

    static void matmul(MatMul op, View[] in, View[] out) {
        Shape left = in[0].shape();
        int rows = left.dim(-2);
        int inner = left.dim(-1);
        int columns = in[1].shape().dim(-1);
        double[] a = Elements.read(in[0]);
        double[] b = Elements.read(in[1]);
        double[] c = new double[out[0].size()];
        int matrices = rows * columns == 0 ? 0 : c.length / (rows * columns);
        for (int batch = 0; batch < matrices; batch++) {
            for (int i = 0; i < rows; i++) {
                int to = (batch * rows + i) * columns;
                for (int k = 0; k < inner; k++) {
                    double factor = a[(batch * rows + i) * inner + k];
                    int from = (batch * inner + k) * columns;
                    for (int j = 0; j < columns; j++) {
                        c[to + j] += factor * b[from + j];
                    }
                }
            }
        }
        Elements.scale(c, op.factor());
        Elements.write(c, out[0]);
    }
}
