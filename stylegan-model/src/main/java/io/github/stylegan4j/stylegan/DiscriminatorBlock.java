package io.github.stylegan4j.stylegan;

import io.github.stylegan4j.nn.Module;
import io.github.stylegan4j.stylegan.layer.Activation;
import io.github.stylegan4j.stylegan.layer.EqualizedConv;
import io.github.stylegan4j.stylegan.layer.Initializer;
import io.github.stylegan4j.stylegan.layer.Resizing;
import io.github.stylegan4j.stylegan.layer.WeightScale;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.fused.Fused;

/** The two layers of one resolution from 8 x 8 on: {@code conv0} and {@code conv1_down}. */
final class DiscriminatorBlock extends Module {
    private final boolean blur;
    private final EqualizedConv conv0;
    private final EqualizedConv conv1Down;

    DiscriminatorBlock(Backbone backbone, int resolution, Initializer init) {
        int in = backbone.featureMaps().at(resolution);
        int out = backbone.featureMaps().at(resolution / 2);
        blur = backbone.blur();
        conv0 = child("conv0", new EqualizedConv(init, in, in, 3, WeightScale.GAIN_RELU));
        conv1Down =
                child(
                        "conv1_down",
                        new EqualizedConv(
                                init,
                                in,
                                out,
                                3,
                                WeightScale.GAIN_RELU,
                                Resizing.DOWN,
                                backbone.fusedScale()));
    }

    /** Features of half the resolution from features of this one. */
    Tensor forward(Tensor x, ActivationListener listener) {
        Tensor y = Scope.run("conv0", () -> conv0.forward(x, Activation.LEAKY_RELU));
        listener.onActivation("conv0", y);
        Tensor z =
                Scope.run(
                        "conv1_down",
                        () -> conv1Down.forward(blur ? Fused.blur(y) : y, Activation.LEAKY_RELU));
        listener.onActivation("conv1_down", z);
        return z;
    }
}
