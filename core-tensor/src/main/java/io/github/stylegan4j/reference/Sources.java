package io.github.stylegan4j.reference;

import io.github.stylegan4j.array.View;
import io.github.stylegan4j.tensor.Philox;
import io.github.stylegan4j.tensor.SourceOp;
import java.util.Arrays;

/** The operations without inputs. */
final class Sources {
    private Sources() {}

    static void fill(SourceOp.Fill op, View[] in, View[] out) {
        double[] y = new double[out[0].size()];
        Arrays.fill(y, op.value());
        Elements.write(y, out[0]);
    }

    static void range(SourceOp.Range op, View[] in, View[] out) {
        double[] y = new double[out[0].size()];
        Arrays.setAll(y, i -> op.start() + i * op.step());
        Elements.write(y, out[0]);
    }

    static void uniform(SourceOp.Uniform op, View[] in, View[] out) {
        float[] numbers = new float[out[0].size()];
        Philox.uniform(op.seed(), op.stream(), op.position(), numbers, 0, numbers.length);
        double[] y = new double[numbers.length];
        Arrays.setAll(y, i -> numbers[i]);
        Elements.write(y, out[0]);
    }

    static void normal(SourceOp.Normal op, View[] in, View[] out) {
        double[] y = new double[out[0].size()];
        Philox.normal(op.seed(), op.stream(), op.position(), y, 0, y.length);
        Elements.write(y, out[0]);
    }
}
