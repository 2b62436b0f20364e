package io.github.stylegan4j.opencl;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.spi.BackendOptions;
import io.github.stylegan4j.tensor.Conv2d;
import io.github.stylegan4j.tensor.Conv2dInputGrad;
import io.github.stylegan4j.tensor.Conv2dWeightGrad;
import io.github.stylegan4j.tensor.Rng;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import io.github.stylegan4j.tensor.fused.Fused;
import io.github.stylegan4j.tensor.fused.ResizedConvWeightGrad;
import io.github.stylegan4j.tensor.fused.UpConv;
import io.github.stylegan4j.tuning.ConvMode;
import io.github.stylegan4j.tuning.TuningTable;
import java.util.Arrays;

/** A program that sums in many ways and says the bits, after how many processors there were. */
final class BitsPrinter {
    private BitsPrinter() {}

    public static void main(String[] args) {
        System.out.println("processors " + TestDevice.find().traits().computeUnits());
        sums();
        for (ConvMode mode : ConvMode.values()) {
            convolutions(mode);
        }
    }

    private static OpenClBackend open(BackendOptions options) {
        return OpenClBackend.open("opencl:test", TestDevice.find(), Variant.COARSE, options);
    }

    private static void sums() {
        try (OpenClBackend device = open(BackendOptions.defaults());
                Scope scope = Scope.open("bits")) {
            Rng rng = new Rng(3, 1);
            Tensor a = rng.normal(device, Shape.of(9, 4001));
            Tensor b = rng.normal(device, Shape.of(4001, 7));
            say("product", a.matmul(b));
            say("sum of all", a.sum());
            say("sum of rows", a.sum(1));
        }
    }

    private static void convolutions(ConvMode mode) {
        BackendOptions options =
                BackendOptions.defaults().withTable(TuningTable.empty()).withConv(mode);
        try (OpenClBackend device = open(options);
                Scope scope = Scope.open("bits")) {
            Rng rng = new Rng(3, 2);
            for (int side : new int[] {4, 8, 34}) {
                convolutions(device, rng, mode, side, 3, 24);
                convolutions(device, rng, mode, side, 40, 24);
            }
            convolutions(device, rng, mode, 8, 180, 180);
        }
    }

    private static void convolutions(
            OpenClBackend device, Rng rng, ConvMode mode, int side, int channels, int results) {
        String size = " " + channels + " at " + side + " " + mode.label();
        Tensor x = rng.normal(device, Shape.of(5, channels, side, side));
        Tensor w = rng.normal(device, Shape.of(results, channels, 3, 3));
        Tensor y = Tensors.apply(new Conv2d(1, 1, 1), x, w);
        say("convolution" + size, y);
        say("by images" + size, Tensors.apply(new Conv2dInputGrad(1, 1, 1, side, side), y, w));
        say("by weights" + size, Tensors.apply(new Conv2dWeightGrad(1, 1, 1, 3, 3), x, y));
        say("halved" + size, Fused.convDown(x, w, 1));
        say("doubled" + size, Tensors.apply(new UpConv(1), x, w));
        Tensor small = Fused.downsample(y);
        say("resized" + size, Tensors.apply(new ResizedConvWeightGrad(1, 3), x, small));
        say("normalised" + size, Fused.instanceNorm(x, 1e-8));
    }

    private static void say(String what, Tensor t) {
        System.out.println(what + " " + Arrays.hashCode(t.toFloats()));
    }
}
