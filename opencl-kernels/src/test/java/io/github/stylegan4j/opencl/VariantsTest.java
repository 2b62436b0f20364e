package io.github.stylegan4j.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.Backends;
import io.github.stylegan4j.tensor.Conv2d;
import io.github.stylegan4j.tensor.Conv2dInputGrad;
import io.github.stylegan4j.tensor.Conv2dWeightGrad;
import io.github.stylegan4j.tensor.MatMul;
import io.github.stylegan4j.tensor.Op;
import io.github.stylegan4j.tensor.Philox;
import io.github.stylegan4j.tensor.Reduce;
import io.github.stylegan4j.tensor.ReduceKind;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import io.github.stylegan4j.tensor.Unary;
import io.github.stylegan4j.tensor.UnaryKind;
import io.github.stylegan4j.tensor.fused.AdaIn;
import io.github.stylegan4j.tensor.fused.AllFinite;
import io.github.stylegan4j.tensor.fused.ConvAct;
import io.github.stylegan4j.tensor.fused.InstanceNormGrad;
import io.github.stylegan4j.tensor.fused.MinibatchStd;
import io.github.stylegan4j.tensor.fused.PixelNorm;
import io.github.stylegan4j.tensor.fused.PlaneDot;
import io.github.stylegan4j.tensor.fused.Resample2d;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Both variants of what is written twice agree with the reference on this machine's device,
 * whatever its type; the conformance suite covers the variant that the device is given.
 */
class VariantsTest {
    /** One that no kernel can ignore unseen. */
    private static final double FACTOR = -0.7;

    private record Case(Op op, Shape... shapes) {}

    private static Stream<Case> cases() {
        List<Case> cases = new ArrayList<>();
        convolutions(cases, 1, 1, 1, Shape.of(3, 5, 8, 8), 7, 3);
        convolutions(cases, 2, 1, 2, Shape.of(2, 6, 9, 7), 4, 3);
        convolutions(cases, 1, 0, 1, Shape.of(5, 70, 4, 4), 65, 1);
        convolutions(cases, 3, 2, 1, Shape.of(1, 2, 11, 13), 3, 2);
        convolutions(cases, 1, 1, 1, Shape.of(2, 16, 33, 31), 9, 3);
        epilogues(cases, new Conv2d(1, 1, 1), Shape.of(2, 9, 97, 96), Shape.of(8, 9, 3, 3));
        epilogues(
                cases, new Conv2d(1, 1, 1, FACTOR), Shape.of(3, 20, 8, 8), Shape.of(17, 20, 3, 3));
        epilogues(cases, new Conv2d(1, 1, 1), Shape.of(3, 9, 5, 13), Shape.of(8, 9, 3, 3));
        epilogues(cases, new Conv2d(1, 0, 1, FACTOR), Shape.of(2, 7, 9, 16), Shape.of(3, 7, 1, 1));
        epilogues(cases, new Conv2d(2, 1, 2), Shape.of(2, 6, 9, 8), Shape.of(4, 3, 4, 4));
        epilogues(
                cases, new Conv2d(1, 0, 1, FACTOR), Shape.of(2, 300, 4, 4), Shape.of(3, 300, 3, 3));
        cases.add(new Case(new MatMul(FACTOR), Shape.of(65, 130), Shape.of(130, 67)));
        cases.add(new Case(new MatMul(), Shape.of(3, 2, 7, 5), Shape.of(3, 2, 5, 17)));
        cases.add(new Case(new MatMul(FACTOR), Shape.of(2, 5000), Shape.of(5000, 3)));
        Shape images = Shape.of(3, 4, 16, 17);
        for (int[] axes : new int[][] {{0}, {1}, {2, 3}, {0, 2, 3}, {0, 1, 2, 3}}) {
            cases.add(new Case(new Reduce(ReduceKind.SUM, axes), images));
        }
        cases.add(new Case(new Reduce(ReduceKind.MAX, new int[] {0}), Shape.of(70_001)));
        cases.add(new Case(new Unary(UnaryKind.TANH, 0, 0), images));
        Shape style = Shape.of(3, 4);
        cases.add(new Case(new AdaIn(1e-8), images, style, style));
        cases.add(new Case(new InstanceNormGrad(1e-8), images, images));
        cases.add(new Case(new PixelNorm(1e-8), images));
        cases.add(new Case(new PixelNorm(1e-8), Shape.of(5, 7)));
        cases.add(new Case(new PlaneDot(), images, images));
        cases.add(new Case(new MinibatchStd(4), Shape.of(8, 3, 4, 4)));
        cases.add(new Case(new AllFinite(), images, style));
        cases.add(new Case(Resample2d.blur(), images));
        cases.add(new Case(Resample2d.upNearest(), images));
        cases.add(new Case(Resample2d.downBox(), Shape.of(2, 3, 34, 34)));
        return cases.stream();
    }

    private static void convolutions(
            List<Case> cases, int stride, int pad, int groups, Shape x, int out, int kernel) {
        Conv2d conv = new Conv2d(stride, pad, groups, FACTOR);
        Shape w = Shape.of(out, x.dim(1) / groups, kernel, kernel);
        Shape g = conv.outputShape(x, w);
        cases.add(new Case(conv, x, w));
        cases.add(
                new Case(
                        new Conv2dInputGrad(stride, pad, groups, x.dim(2), x.dim(3), FACTOR),
                        g,
                        w));
        Conv2dWeightGrad byWeights =
                new Conv2dWeightGrad(stride, pad, groups, kernel, kernel, FACTOR);
        cases.add(new Case(byWeights, x, g));
    }

    private static void epilogues(List<Case> cases, Conv2d conv, Shape x, Shape w) {
        Shape y = conv.outputShape(x, w);
        Shape channels = Shape.of(y.dim(1));
        ConvAct op = new ConvAct(conv, 0.2);
        cases.add(new Case(op, x, w, channels));
        cases.add(new Case(op, x, w, channels, y.with(1, 1), channels));
        cases.add(new Case(op, x, w, channels, y.with(1, 1).with(0, 1), channels));
    }

    @TestFactory
    Stream<DynamicTest> agreeWithTheReference() {
        return cases().flatMap(
                        c ->
                                Stream.of(Variant.values())
                                        .map(
                                                v ->
                                                        DynamicTest.dynamicTest(
                                                                v + " " + c.op().name(),
                                                                () -> compare(v, c))));
    }

    private static void compare(Variant variant, Case c) {
        try (Backend oracle = Backends.open("reference");
                Backend device = TestDevice.open(variant)) {
            double[] expected = run(oracle, c);
            double[] found = run(device, c);
            double scale = 1;
            for (double e : expected) {
                scale = Math.max(scale, Math.abs(e));
            }
            assertArrayEquals(expected, found, 3e-5 * scale, c::toString);
        }
    }

    private static double[] run(Backend backend, Case c) {
        try (Scope scope = Scope.open("case")) {
            Tensor[] x = new Tensor[c.shapes().length];
            for (int i = 0; i < x.length; i++) {
                float[] values = new float[c.shapes()[i].size()];
                Philox.uniform(7, i, 0, values, 0, values.length);
                x[i] = Tensors.of(backend, c.shapes()[i], values).affine(2, -1);
            }
            return Tensors.apply(c.op(), x).toDoubles();
        }
    }
}
