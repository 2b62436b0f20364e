package io.github.stylegan4j.stylegan;

import io.github.stylegan4j.nn.Module;
import io.github.stylegan4j.stylegan.layer.Activation;
import io.github.stylegan4j.stylegan.layer.EqualizedConv;
import io.github.stylegan4j.stylegan.layer.EqualizedDense;
import io.github.stylegan4j.stylegan.layer.Initializer;
import io.github.stylegan4j.stylegan.layer.WeightScale;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.fused.Fused;

/**
 * The last block of a discriminator, at the base grid (4 x 4): deviation over the minibatch, {@code
 * conv}, {@code dense0}, and {@code dense1} to one score for each class (one in all without
 * labels).
 */
final class DiscriminatorHead extends Module {
    private final int group;
    private final EqualizedConv conv;
    private final EqualizedDense dense0;
    private final EqualizedDense dense1;

    DiscriminatorHead(DiscriminatorConfig config, Initializer init) {
        Backbone backbone = config.backbone();
        int channels = backbone.featureMaps().atStage(1);
        int hidden = backbone.featureMaps().atStage(0);
        int pixels = backbone.baseGrid().height() * backbone.baseGrid().width();
        group = config.minibatchStdGroup();
        int in = group > 1 ? channels + 1 : channels;
        conv = child("conv", new EqualizedConv(init, in, channels, 3, WeightScale.GAIN_RELU));
        dense0 =
                child(
                        "dense0",
                        new EqualizedDense(
                                init, channels * pixels, hidden, WeightScale.GAIN_RELU, 1));
        dense1 =
                child(
                        "dense1",
                        new EqualizedDense(
                                init,
                                hidden,
                                Math.max(backbone.labelSize(), 1),
                                WeightScale.GAIN_LINEAR,
                                1));
    }

    /** Scores [N, classes] from features [N, C, h, w] of the base grid. */
    Tensor forward(Tensor x, ActivationListener listener) {
        return Scope.run(
                "head",
                () -> {
                    Tensor y = group > 1 ? Fused.minibatchStd(x, group) : x;
                    y = conv.forward(y, Activation.LEAKY_RELU);
                    listener.onActivation("conv", y);
                    y = dense0.forward(y.reshape(y.dim(0), -1), Activation.LEAKY_RELU);
                    listener.onActivation("dense0", y);
                    y = dense1.forward(y, Activation.LINEAR);
                    listener.onActivation("dense1", y);
                    return y;
                });
    }
}
