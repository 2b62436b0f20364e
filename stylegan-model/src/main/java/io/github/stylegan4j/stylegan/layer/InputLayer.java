package io.github.stylegan4j.stylegan.layer;

import io.github.stylegan4j.tensor.Tensor;

/** The first layer of a synthesis network, which makes features of 4 x 4. */
public abstract class InputLayer extends StyledLayer {
    /** Height and width of the features. */
    public static final int RESOLUTION = 4;

    /** Registers what comes after the features. */
    protected InputLayer(Initializer init, int channels, EpilogueConfig config) {
        super(init, channels, RESOLUTION, config);
    }

    /**
     * Features [N, C, 4, 4].
     *
     * @param w the first layer's w, [N, styleSize]
     */
    public abstract Tensor forward(Tensor w, Noise noise);
}
