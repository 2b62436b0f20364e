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
import java.util.Arrays;

/** A program that sums in many ways and says the bits, after how many processors there were. */
final class BitsPrinter {
    private BitsPrinter() {}

    public static void main(String[] args) {
        OpenClBackend device =
                OpenClBackend.open(
                        "opencl:test",
                        TestDevice.find(),
                        Variant.COARSE,
                        BackendOptions.defaults());
        try (device;
                Scope scope = Scope.open("bits")) {
            System.out.println("processors " + TestDevice.find().traits().computeUnits());
            Rng rng = new Rng(3, 1);
            Tensor a = rng.normal(device, Shape.of(9, 4001));
            Tensor b = rng.normal(device, Shape.of(4001, 7));
            say("product", a.matmul(b));
            say("sum of all", a.sum());
            say("sum of rows", a.sum(1));
            for (int side : new int[] {4, 8, 33}) {
                convolutions(device, rng, side, 3, 24);
                convolutions(device, rng, side, 40, 24);
            }
            convolutions(device, rng, 8, 180, 180);
        }
    }

    private static void convolutions(
            OpenClBackend device, Rng rng, int side, int channels, int results) {
        String size = " " + channels + " at " + side;
        Tensor x = rng.normal(device, Shape.of(5, channels, side, side));
        Tensor w = rng.normal(device, Shape.of(results, channels, 3, 3));
        Tensor y = Tensors.apply(new Conv2d(1, 1, 1), x, w);
        say("convolution" + size, y);
        say("by images" + size, Tensors.apply(new Conv2dInputGrad(1, 1, 1, side, side), y, w));
        say("by weights" + size, Tensors.apply(new Conv2dWeightGrad(1, 1, 1, 3, 3), x, y));
        say("normalised" + size, Fused.instanceNorm(x, 1e-8));
    }

    private static void say(String what, Tensor t) {
        System.out.println(what + " " + Arrays.hashCode(t.toFloats()));
    }
}
