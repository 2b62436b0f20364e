package io.github.stylegan4j.stylegan.layer;

import io.github.stylegan4j.tensor.Conv2d;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import io.github.stylegan4j.tensor.fused.Fused;

/**
 * What a layer's epilogue starts from, [N, C, H, W]. A convolution that comes last is left to the
 * epilogue, so that both are one operation and what lies between is never stored.
 */
sealed interface Features {
    /** Images of the features' N, H and W. */
    Tensor images();

    /** The features themselves. */
    Tensor value();

    /** With a bias [C] per channel, then leaky ReLU. */
    Tensor biasAct(Tensor bias, double slope);

    /** With noise [N or 1, 1, H, W] times strength [C] and a bias [C], then leaky ReLU. */
    Tensor noiseBiasAct(Tensor noise, Tensor strength, Tensor bias, double slope);

    /**
     * Features that are there.
     *
     * @param images the features
     */
    record Ready(Tensor images) implements Features {
        @Override
        public Tensor value() {
            return images;
        }

        @Override
        public Tensor biasAct(Tensor bias, double slope) {
            return Fused.biasAct(images, bias, slope);
        }

        @Override
        public Tensor noiseBiasAct(Tensor noise, Tensor strength, Tensor bias, double slope) {
            return Fused.noiseBiasAct(images, noise, strength, bias, slope);
        }
    }

    /**
     * Features that a convolution of the same size makes.
     *
     * @param conv the convolution
     * @param images what is convolved, [N, in, H, W]
     * @param weight [C, in, k, k], k odd
     */
    record Convolved(Conv2d conv, Tensor images, Tensor weight) implements Features {
        @Override
        public Tensor value() {
            return Tensors.apply(conv, images, weight);
        }

        @Override
        public Tensor biasAct(Tensor bias, double slope) {
            return Fused.convAct(conv, images, weight, bias, slope);
        }

        @Override
        public Tensor noiseBiasAct(Tensor noise, Tensor strength, Tensor bias, double slope) {
            return Fused.convAct(conv, images, weight, noise, strength, bias, slope);
        }
    }
}
