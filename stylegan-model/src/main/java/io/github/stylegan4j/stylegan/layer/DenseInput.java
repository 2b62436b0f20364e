package io.github.stylegan4j.stylegan.layer;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.tensor.Tensor;

/**
 * An image computed from w by a fully connected layer, as generators had it before styles: {@code
 * weight} is [C * h * w, styleSize], with a quarter of the usual gain (arXiv 1710.10196, table 2).
 */
public final class DenseInput extends InputLayer {
    private final ScaledWeight weight;
    private final int channels;
    private final FeatureSize size;

    /** A layer of {@code channels} channels and so many pixels. */
    public DenseInput(Initializer init, int channels, FeatureSize size, EpilogueConfig config) {
        super(init, channels, size, config);
        this.channels = channels;
        this.size = size;
        Shape shape = Shape.of(channels * size.height() * size.width(), config.styleSize());
        weight = init.weight(this::parameter, shape, WeightScale.GAIN_RELU / 4, 1);
    }

    @Override
    public Tensor forward(Tensor w, Noise noise) {
        Tensor features = weight.product(w);
        Tensor images = features.reshape(-1, channels, size.height(), size.width());
        return finish(new Features.Ready(images), w, noise);
    }
}
