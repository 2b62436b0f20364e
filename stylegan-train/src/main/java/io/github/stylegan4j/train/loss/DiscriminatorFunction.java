package io.github.stylegan4j.train.loss;

import io.github.stylegan4j.tensor.Tensor;

/** A discriminator as a loss sees it: images in, one score each out; higher means more real. */
@FunctionalInterface
public interface DiscriminatorFunction {
    /**
     * Scores images.
     *
     * @param images [N, C, H, W]
     * @return scores (logits), [N, 1] or [N]
     */
    Tensor score(Tensor images);
}
