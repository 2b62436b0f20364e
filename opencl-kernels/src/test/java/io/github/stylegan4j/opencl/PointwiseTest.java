package io.github.stylegan4j.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.BackendOptions;
import io.github.stylegan4j.spi.Backends;
import io.github.stylegan4j.tensor.Conv2d;
import io.github.stylegan4j.tensor.Conv2dInputGrad;
import io.github.stylegan4j.tensor.Op;
import io.github.stylegan4j.tensor.Philox;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import io.github.stylegan4j.tensor.fused.ConvAct;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Convolutions with a kernel of 1 x 1 agree with the reference around the ends of strips. */
class PointwiseTest {
    private static final double BOUND = 2e-6;

    @ParameterizedTest
    @CsvSource({
        "1, 16, 3, 32, 32",
        "2, 17, 3, 40, 61",
        "3, 3, 21, 25, 41",
        "1, 1, 8, 1, 1025",
        "2, 6, 2, 1, 1",
        "1, 64, 3, 300, 300",
        "1, 2, 48, 300, 304"
    })
    void agreesWithTheReference(int n, int in, int out, int height, int width) {
        Shape x = Shape.of(n, in, height, width);
        Shape y = Shape.of(n, out, height, width);
        Shape w = Shape.of(out, in, 1, 1);
        Shape channels = Shape.of(out);
        Shape noise = Shape.of(n, 1, height, width);
        Conv2d conv = new Conv2d(1, 0, 1);
        BackendOptions options = BackendOptions.defaults();
        try (Backend oracle = Backends.open("reference");
                Backend device =
                        OpenClBackend.open(
                                "opencl:test", TestDevice.find(), Variant.COARSE, options)) {
            compare(oracle, device, conv, x, w);
            compare(oracle, device, new Conv2dInputGrad(1, 0, 1, height, width), y, w);
            compare(oracle, device, new ConvAct(conv, 0.2), x, w, channels, noise, channels);
        }
    }

    private static void compare(Backend oracle, Backend device, Op op, Shape... shapes) {
        double[] expected = run(oracle, op, false, shapes);
        double[] found = run(device, op, false, shapes);
        assertArrayEquals(found, run(device, op, true, shapes), op + " of strided operands");
        double largest = 0;
        for (double v : expected) {
            largest = Math.max(largest, Math.abs(v));
        }
        assertArrayEquals(expected, found, BOUND * largest, op.toString());
    }

    private static double[] run(Backend backend, Op op, boolean strided, Shape... shapes) {
        try (Scope scope = Scope.open("case")) {
            Tensor[] x = new Tensor[shapes.length];
            for (int i = 0; i < x.length; i++) {
                float[] values = new float[shapes[i].size()];
                Philox.uniform(7, i, 0, values, 0, values.length);
                Tensor t = Tensors.of(backend, shapes[i], values).affine(2, -1);
                boolean turned = strided && shapes[i].rank() == 4;
                x[i] = turned ? t.permute(3, 1, 0, 2).contiguous().permute(2, 1, 3, 0) : t;
            }
            return Tensors.apply(op, x).toDoubles();
        }
    }
}
