package io.github.stylegan4j.stylegan.layer;

import io.github.stylegan4j.tensor.Tensor;

/**
 * The first layer of a synthesis network, which makes features of the base grid: 4 x 4 unless
 * images are not square.
 */
public abstract class InputLayer extends StyledLayer {
    /** Registers what comes after the features. */
    protected InputLayer(Initializer init, int channels, FeatureSize size, EpilogueConfig config) {
        super(init, channels, size, config);
    }

    /**
     * Features [N, C, h, w].
     *
     * @param w the first layer's w, [N, styleSize]
     */
    public abstract Tensor forward(Tensor w, Noise noise);
}
