package io.github.stylegan4j.train.bench;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.tensor.Binary;
import io.github.stylegan4j.tensor.BinaryKind;
import io.github.stylegan4j.tensor.Conv2d;
import io.github.stylegan4j.tensor.Conv2dInputGrad;
import io.github.stylegan4j.tensor.Conv2dWeightGrad;
import io.github.stylegan4j.tensor.Copy;
import io.github.stylegan4j.tensor.MatMul;
import io.github.stylegan4j.tensor.Op;
import io.github.stylegan4j.tensor.Reduce;
import io.github.stylegan4j.tensor.ReduceKind;
import io.github.stylegan4j.tensor.Rng;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import io.github.stylegan4j.tensor.UpdateOp;
import io.github.stylegan4j.tensor.fused.AdaIn;
import io.github.stylegan4j.tensor.fused.AdamStep;
import io.github.stylegan4j.tensor.fused.AddInto;
import io.github.stylegan4j.tensor.fused.BiasAct;
import io.github.stylegan4j.tensor.fused.ConvAct;
import io.github.stylegan4j.tensor.fused.DownConv;
import io.github.stylegan4j.tensor.fused.InstanceNorm;
import io.github.stylegan4j.tensor.fused.InstanceNormGrad;
import io.github.stylegan4j.tensor.fused.LeakyReluGrad;
import io.github.stylegan4j.tensor.fused.LerpInto;
import io.github.stylegan4j.tensor.fused.MinibatchStd;
import io.github.stylegan4j.tensor.fused.NoiseBiasAct;
import io.github.stylegan4j.tensor.fused.PixelNorm;
import io.github.stylegan4j.tensor.fused.PlaneDot;
import io.github.stylegan4j.tensor.fused.Resample2d;
import io.github.stylegan4j.tensor.fused.ResizedConvWeightGrad;
import io.github.stylegan4j.tensor.fused.StyledAct;
import io.github.stylegan4j.tensor.fused.StyledActGrad;
import io.github.stylegan4j.tensor.fused.UpConv;
import io.github.stylegan4j.tensor.fused.UpConvBlur;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The kernels that are measured one by one, with what each has to do at least: the operations of
 * its definition, and its operands and results moved once.
 */
final class BenchKernels {
    private static final double SLOPE = 0.2;
    private static final double EPSILON = 1e-8;
    private static final int[][] LAYERS = {{512, 4}, {512, 8}, {256, 32}, {128, 64}, {64, 128}};

    /** Edge of the images that no network halves. */
    private static final int SMALLEST = 4;

    private static final Shape PER_CHANNEL = Shape.of(64);

    /** As many parameters as a generator of 64 pixels with 128 feature maps has about. */
    private static final Shape PARAMETERS = Shape.of(4 << 20);

    private static final int ELEMENT_BYTES = Float.BYTES;

    private final int minibatch;

    /** A generator's layer of 128 pixels: 4 MiB per image. */
    private final Shape layer;

    private final Shape perPlane;
    private final Shape noise;

    /** Kernels on so many images at once. */
    BenchKernels(int minibatch) {
        this.minibatch = minibatch;
        layer = Shape.of(minibatch, 64, 128, 128);
        perPlane = Shape.of(minibatch, 64);
        noise = Shape.of(minibatch, 1, 128, 128);
    }

    /** What is repeated: it gets operands of the shapes, and makes or changes tensors. */
    interface Body {
        List<Tensor> run(Backend backend, Rng rng, Tensor[] operands);
    }

    /**
     * One kernel.
     *
     * @param name which, and on what
     * @param flops operations of the definition
     * @param bytes of operands and results
     * @param operands shapes of what the body gets
     * @param body what is measured
     */
    record Kernel(String name, double flops, double bytes, List<Shape> operands, Body body) {}

    /** Convolutions of 3 x 3 in their three roles, alone and together with resizing. */
    List<Kernel> convolutions() {
        List<Kernel> all = new ArrayList<>();
        for (int[] layer : LAYERS) {
            int c = layer[0];
            int edge = layer[1];
            Shape images = Shape.of(minibatch, c, edge, edge);
            Shape weights = Shape.of(c, c, 3, 3);
            String at = " " + c + "@" + edge;
            double flops = 2.0 * 9 * c * c * minibatch * edge * edge;
            all.add(op("conv forward" + at, new Conv2d(1, 1, 1), flops, images, weights));
            Conv2dInputGrad byImages = new Conv2dInputGrad(1, 1, 1, edge, edge);
            all.add(op("conv by images" + at, byImages, flops, images, weights));
            Conv2dWeightGrad byWeights = new Conv2dWeightGrad(1, 1, 1, 3, 3);
            all.add(op("conv by weights" + at, byWeights, flops, images, images));
            if (edge > SMALLEST) {
                Shape half = Shape.of(minibatch, c, edge / 2, edge / 2);
                ResizedConvWeightGrad resized = new ResizedConvWeightGrad(1, 3);
                all.add(op("conv down" + at, new DownConv(1), flops, images, weights));
                all.add(op("conv up to" + at, new UpConv(1), flops, half, weights));
                all.add(op("conv resized by weights" + at, resized, flops, images, half));
            }
        }
        return all;
    }

    /** Everything else that computes one thing from another. */
    List<Kernel> others() {
        Shape square = Shape.of(1024, 1024);
        double x = layer.size();
        Shape colours = Shape.of(3, 64, 1, 1);
        List<Kernel> all = new ArrayList<>();
        all.add(op("matmul 1024", new MatMul(), 2.0 * 1024 * square.size(), square, square));
        all.add(op("conv 1x1 to colours", new Conv2d(1, 0, 1), 6 * x, layer, colours));
        Shape taps = Shape.of(64, 64, 3, 3);
        ConvAct convAct = new ConvAct(new Conv2d(1, 1, 1), SLOPE);
        all.add(
                op(
                        "conv, noise, bias, act",
                        convAct,
                        (2.0 * 9 * 64 + 4) * x,
                        layer,
                        taps,
                        PER_CHANNEL,
                        noise,
                        PER_CHANNEL));
        Shape half = Shape.of(minibatch, 64, 64, 64);
        all.add(op("up, conv, blur", new UpConvBlur(), (2.0 * 9 * 64 + 12) * x, half, taps));
        Shape large = Shape.of(64, 64, 4, 4);
        Conv2d strided = new Conv2d(2, 1, 1);
        Conv2dInputGrad stridedByImages = new Conv2dInputGrad(2, 1, 1, 128, 128);
        all.add(op("conv 4x4, stride 2", strided, 2.0 * 4 * 64 * x, layer, large));
        all.add(op("its gradient by images", stridedByImages, 2.0 * 4 * 64 * x, half, large));
        all.addAll(epilogues(x));
        all.addAll(resampling(x));
        all.addAll(reductions(x));
        all.add(op("copy", new Copy(), 0, layer));
        all.add(op("add", new Binary(BinaryKind.ADD), x, layer, layer));
        return all;
    }

    private List<Kernel> epilogues(double x) {
        Shape style = Shape.of(minibatch, 128);
        StyledActGrad grad = new StyledActGrad(SLOPE, EPSILON);
        Shape[] ofGrad = {layer, layer, PER_CHANNEL, style, noise, PER_CHANNEL};
        return List.of(
                op("bias, act", new BiasAct(SLOPE), 2 * x, layer, PER_CHANNEL),
                op(
                        "noise, bias, act",
                        new NoiseBiasAct(SLOPE),
                        4 * x,
                        layer,
                        noise,
                        PER_CHANNEL,
                        PER_CHANNEL),
                op("act, backward", new LeakyReluGrad(SLOPE), x, layer, layer),
                op("instance norm", new InstanceNorm(EPSILON), 5 * x, layer),
                op("instance norm, backward", new InstanceNormGrad(EPSILON), 9 * x, layer, layer),
                op("AdaIN", new AdaIn(EPSILON), 7 * x, layer, perPlane, perPlane),
                op(
                        "styled layer",
                        new StyledAct(SLOPE, EPSILON),
                        11 * x,
                        layer,
                        PER_CHANNEL,
                        style,
                        noise,
                        PER_CHANNEL),
                new Kernel(
                        "styled layer, backward",
                        18 * x,
                        bytes(ofGrad) + bytes(grad.outputShapes(ofGrad)),
                        List.of(ofGrad),
                        (backend, rng, t) -> List.of(grad.compute(t))),
                op("pixel norm", new PixelNorm(EPSILON), 3 * x, layer));
    }

    private List<Kernel> resampling(double x) {
        return List.of(
                op("blur", Resample2d.blur(), 12 * x, layer),
                op("up", Resample2d.upNearest(), 0, layer),
                op("down", Resample2d.downBox(), x, layer));
    }

    private List<Kernel> reductions(double x) {
        return List.of(
                op("sum of all", new Reduce(ReduceKind.SUM, new int[] {0, 1, 2, 3}), x, layer),
                op("sum per channel", new Reduce(ReduceKind.SUM, new int[] {0, 2, 3}), x, layer),
                op("plane dot", new PlaneDot(), 2 * x, layer, layer),
                op("minibatch deviation", new MinibatchStd(4), 4 * x, layer));
    }

    /** Normal numbers, which have no operands. */
    Kernel randomNumbers() {
        return new Kernel(
                "random normal",
                0,
                (double) ELEMENT_BYTES * layer.size(),
                List.of(),
                (backend, rng, t) -> List.of(rng.normal(backend, layer)));
    }

    /** What changes parameters. */
    static List<Kernel> updates() {
        double p = PARAMETERS.size();
        Shape one = Shape.of();
        Shape[] ofAdam = {
            PARAMETERS, PARAMETERS, PARAMETERS, Shape.of(2), PARAMETERS, one,
        };
        AdamStep adam = new AdamStep(1e-3, 0, 0.99, EPSILON);
        return List.of(
                new Kernel(
                        "Adam",
                        10 * p,
                        7 * p * ELEMENT_BYTES,
                        List.of(ofAdam),
                        (backend, rng, t) -> {
                            Tensor[] targets = Arrays.copyOf(t, 4);
                            adam.apply(targets, Arrays.copyOfRange(t, 4, t.length));
                            return List.of(targets);
                        }),
                update("running average", new LerpInto(0.01), 3 * p),
                update("sum in place", new AddInto(), p));
    }

    private static Kernel update(String name, UpdateOp op, double flops) {
        double bytes = 3.0 * PARAMETERS.size() * ELEMENT_BYTES;
        return new Kernel(
                name,
                flops,
                bytes,
                List.of(PARAMETERS, PARAMETERS),
                (backend, rng, t) -> {
                    op.apply(new Tensor[] {t[0]}, t[1]);
                    return List.of(t[0]);
                });
    }

    private static Kernel op(String name, Op op, double flops, Shape... shapes) {
        double bytes = bytes(shapes) + bytes(op.outputShape(shapes));
        return new Kernel(
                name,
                flops,
                bytes,
                List.of(shapes),
                (backend, rng, t) -> List.of(Tensors.apply(op, t)));
    }

    private static double bytes(Shape... shapes) {
        return Stream.of(shapes).mapToDouble(s -> (double) s.size() * ELEMENT_BYTES).sum();
    }
}
