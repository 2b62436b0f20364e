package io.github.stylegan4j.stylegan.layer;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.nn.Parameter;
import io.github.stylegan4j.tensor.Tensor;

/** A learned image, the same for every sample: {@code value} [1, C, h, w], which starts at 1. */
public final class ConstantInput extends InputLayer {
    private final Parameter value;

    /** A layer of {@code channels} channels and so many pixels. */
    public ConstantInput(Initializer init, int channels, FeatureSize size, EpilogueConfig config) {
        super(init, channels, size, config);
        value = parameter("value", init.ones(Shape.of(1, channels, size.height(), size.width())));
    }

    @Override
    public Tensor forward(Tensor w, Noise noise) {
        Tensor constant = value.value();
        Tensor images = constant.expand(constant.shape().with(0, w.dim(0)));
        return finish(new Features.Ready(images), w, noise);
    }
}
