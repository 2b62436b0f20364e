package io.github.stylegan4j.stylegan.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.stylegan.OnReference;
import io.github.stylegan4j.stylegan.Tiny;
import io.github.stylegan4j.tensor.Rng;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import io.github.stylegan4j.tuning.ConvMode;
import io.github.stylegan4j.tuning.Tuning;
import io.github.stylegan4j.tuning.TuningTable;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each layer against its formula in plain operations. */
class LayerTest extends OnReference {
    /** How many random sizes are tried. */
    private static final int SIZES = 3;

    private Initializer init(boolean equalized) {
        return Initializer.random(backend, rng, equalized);
    }

    @Test
    void equalizedWeightsAreStoredWithUnitVarianceAndScaledAtEveryUse() {
        int in = 37;
        double lrmul = 0.01;
        double he = Math.sqrt(2.0 / in);
        try (EqualizedDense equal =
                        new EqualizedDense(init(true), in, 300, WeightScale.GAIN_RELU, lrmul);
                EqualizedDense plain =
                        new EqualizedDense(init(false), in, 300, WeightScale.GAIN_RELU, lrmul)) {
            assertEquals(1 / lrmul, deviation(equal), 0.03 / lrmul);
            assertEquals(he / lrmul, deviation(plain), 0.03 * he / lrmul);

            Tensor x = normal(4, in);
            Map<String, Tensor> p = Tiny.shaken(equal, rng).parameters();
            Tensor byHand =
                    x.matmul(p.get("weight").transpose(0, 1).mul(he * lrmul))
                            .add(p.get("bias").mul(lrmul));
            assertClose(byHand, equal.forward(x, Activation.LINEAR));
            assertClose(byHand.leakyRelu(0.2), equal.forward(x, Activation.LEAKY_RELU));

            p = Tiny.shaken(plain, rng).parameters();
            byHand =
                    x.matmul(p.get("weight").transpose(0, 1).mul(lrmul))
                            .add(p.get("bias").mul(lrmul));
            assertClose(byHand, plain.forward(x, Activation.LINEAR));
        }
    }

    private static double deviation(EqualizedDense layer) {
        return Math.sqrt(layer.parameters().get("weight").square().mean().item());
    }

    @Test
    void fusedAndSeparateResizingAreTheSameFunction() {
        for (int i = 0; i < SIZES; i++) {
            fusedAndSeparate();
        }
    }

    private void fusedAndSeparate() {
        int in = between(1, 3);
        int out = between(1, 3);
        Tensor x = normal(2, in, 2 * between(1, 4), 2 * between(1, 4));
        for (Resizing resizing : List.of(Resizing.UP, Resizing.DOWN)) {
            try (EqualizedConv separate = conv(in, out, resizing, FusedScale.OFF);
                    EqualizedConv fused = conv(in, out, resizing, FusedScale.ON)) {
                fused.copyFrom(separate);
                assertClose(
                        separate.forward(x, Activation.LINEAR),
                        fused.forward(x, Activation.LINEAR));
            }
        }
    }

    @Test
    void doublingRepeatsPixelsAndHalvingAveragesThem() {
        for (int i = 0; i < SIZES; i++) {
            doublingAndHalving();
        }
    }

    private void doublingAndHalving() {
        int h = between(1, 4);
        int w = between(1, 4);
        Tensor small = normal(2, 3, h, w);
        try (EqualizedConv up = conv(3, 2, Resizing.UP, FusedScale.OFF);
                EqualizedConv down = conv(3, 2, Resizing.DOWN, FusedScale.OFF)) {
            Tensor repeated =
                    small.reshape(2, 3, h, 1, w, 1)
                            .expand(2, 3, h, 2, w, 2)
                            .reshape(2, 3, 2 * h, 2 * w);
            assertClose(convByHand(up, repeated), up.forward(small, Activation.LINEAR));

            Tensor large = normal(2, 3, 2 * h, 2 * w);
            Tensor means = convByHand(down, large).reshape(2, 2, h, 2, w, 2).mean(3, 5);
            assertClose(means, down.forward(large, Activation.LINEAR));
        }
    }

    @Test
    void fusingIsChosenByTheLargerImageWhereItWasMeasured() {
        Tuning none = Tuning.none("cpu");
        TuningTable table = TuningTable.empty().with("fused_scale.from", 128);
        Tuning measured = new Tuning(none.device(), ConvMode.AUTO, table);

        assertTrue(FusedScale.AUTO.fuses(measured, 128));
        assertFalse(FusedScale.AUTO.fuses(measured, 64));
        assertFalse(FusedScale.AUTO.fuses(none, 1024));
        assertTrue(FusedScale.ON.fuses(none, 8));
        assertFalse(FusedScale.OFF.fuses(measured, 1024));
    }

    private EqualizedConv conv(int in, int out, Resizing resizing, FusedScale fusedScale) {
        return new EqualizedConv(
                init(true), in, out, 3, WeightScale.GAIN_RELU, resizing, fusedScale);
    }

    private static Tensor convByHand(EqualizedConv layer, Tensor x) {
        Tensor weight = layer.parameters().get("weight");
        return x.conv2d(weight.mul(Math.sqrt(2.0 / (9 * weight.dim(1)))));
    }

    @Test
    void noiseComesBeforeBiasAndActivationAndStyleLast() {
        int c = 3;
        EpilogueConfig all = new EpilogueConfig(true, true, true, true, 5);
        try (StyledConv layer =
                Tiny.shaken(
                        StyledConv.doubling(
                                init(true), 2, c, new FeatureSize(8, 8), all, FusedScale.OFF, true),
                        rng)) {
            Map<String, Tensor> p = layer.parameters();
            Tensor x = normal(2, 2, 4, 4);
            Tensor w = normal(2, 5);
            Rng noise = new Rng(5, 5);

            Tensor up = x.reshape(2, 2, 4, 1, 4, 1).expand(2, 2, 4, 2, 4, 2).reshape(2, 2, 8, 8);
            Tensor y = up.conv2d(p.get("weight").mul(Math.sqrt(2.0 / 18)));
            y = y.conv2d(binomial(c), 1, 1, c);
            Tensor n = new Rng(5, 5).normal(backend, Shape.of(2, 1, 8, 8));
            y = y.add(n.mul(p.get("noise_weight").reshape(1, c, 1, 1)));
            y = y.add(p.get("bias").reshape(1, c, 1, 1)).leakyRelu(0.2);
            y = y.mul(y.square().meanKeepDims(1).add(1e-8).rsqrt());
            y = y.sub(y.meanKeepDims(2, 3));
            y = y.mul(y.square().meanKeepDims(2, 3).add(1e-8).rsqrt());
            Tensor s =
                    w.matmul(p.get("style.weight").transpose(0, 1).mul(Math.sqrt(1.0 / 5)))
                            .add(p.get("style.bias"));
            y = y.mul(s.slice(1, 0, c).reshape(2, c, 1, 1).add(1));
            y = y.add(s.slice(1, c, 2 * c).reshape(2, c, 1, 1));

            assertClose(y, layer.forward(x, w, Noise.random(noise)));
        }
    }

    private Tensor binomial(int channels) {
        Tensor filter =
                Tensors.of(backend, Shape.of(1, 1, 3, 3), 1, 2, 1, 2, 4, 2, 1, 2, 1).mul(1.0 / 16);
        return filter.expand(channels, 1, 3, 3);
    }

    @Test
    void noiseIsFreshStoredOrAbsent() {
        EpilogueConfig config = new EpilogueConfig(true, false, false, false, 5);
        try (StyledConv layer =
                Tiny.shaken(
                        StyledConv.same(init(true), 2, 3, new FeatureSize(4, 4), config), rng)) {
            Tensor x = normal(2, 2, 4, 4);
            Tensor stored = layer.forward(x, null, Noise.constant());
            assertClose(stored, layer.forward(x, null, Noise.constant()));

            Rng noise = new Rng(9, 9);
            Tensor first = layer.forward(x, null, Noise.random(noise));
            assertTrue(differ(first, layer.forward(x, null, Noise.random(noise))));
            assertClose(first, layer.forward(x, null, Noise.random(new Rng(9, 9))));

            Tensor none = layer.forward(x, null, Noise.none());
            assertTrue(differ(none, stored));
            Tensor zero = Tensors.zeros(backend, Shape.of(3));
            assertClose(
                    none,
                    layer.withParameters(
                            Map.of("noise_weight", zero),
                            () -> layer.forward(x, null, Noise.constant())));
        }
    }

    @Test
    void inputsAreAConstantOrADenseLayerOfAQuarterOfTheGain() {
        EpilogueConfig config = new EpilogueConfig(false, false, false, false, 5);
        Tensor w = normal(2, 5);
        try (ConstantInput constant =
                        new ConstantInput(init(true), 3, new FeatureSize(4, 4), config);
                DenseInput dense = new DenseInput(init(true), 3, new FeatureSize(4, 4), config)) {
            assertClose(
                    Tensors.ones(backend, Shape.of(2, 3, 4, 4)), constant.forward(w, Noise.none()));
            Tensor weight = dense.parameters().get("weight");
            Tensor features =
                    w.matmul(weight.transpose(0, 1)).mul(Math.sqrt(2.0 / 5) / 4).leakyRelu(0.2);
            assertClose(features.reshape(2, 3, 4, 4), dense.forward(w, Noise.none()));
        }
    }
}
