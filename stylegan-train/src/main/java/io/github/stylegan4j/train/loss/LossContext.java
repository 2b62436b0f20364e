package io.github.stylegan4j.train.loss;

import io.github.stylegan4j.tensor.Rng;
import java.util.Objects;

/**
 * What a discriminator loss needs to know beside the images.
 *
 * @param levelsBelowFull how many times the images were halved against the full size of the
 *     networks: floor(lod), 0 for full-size images
 * @param rng where random numbers come from
 */
public record LossContext(int levelsBelowFull, Rng rng) {
    /** Checks the level. */
    public LossContext {
        if (levelsBelowFull < 0) {
            throw new IllegalArgumentException(
                    "levelsBelowFull is " + levelsBelowFull + "; allowed is 0 or more");
        }
        Objects.requireNonNull(rng, "rng");
    }

    /** A context for images of full size. */
    public static LossContext fullSize(Rng rng) {
        return new LossContext(0, rng);
    }

    /**
     * What the squared norm of an image gradient is multiplied by: 4^-levelsBelowFull.
     *
     * <p>Gradient penalties are defined on images of full size. There, nearest-neighbour
     * enlargement by s shares out the gradient of a pixel evenly over the s x s pixels it became,
     * which divides its square by s^2.
     */
    public double squaredNormScale() {
        return Math.pow(0.25, levelsBelowFull);
    }
}
