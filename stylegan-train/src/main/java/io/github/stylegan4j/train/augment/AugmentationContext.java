package io.github.stylegan4j.train.augment;

import io.github.stylegan4j.tensor.Rng;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;

/**
 * What an augmentation goes by.
 *
 * <p>The methods draw one number per image, on the host, so that nothing waits for the device; they
 * draw as many numbers whatever the probability, so that it does not move the stream.
 *
 * @param rng where random numbers come from; of a part of a minibatch, those of its images
 * @param probability how probable each change is, from 0 to 1
 */
public record AugmentationContext(Rng rng, double probability) {
    /** Checks the probability. */
    public AugmentationContext {
        Objects.requireNonNull(rng, "rng");
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException(
                    "probability is " + probability + "; allowed is 0 to 1");
        }
    }

    /** The same random numbers with another probability. */
    public AugmentationContext withProbability(double newProbability) {
        return new AugmentationContext(rng, newProbability);
    }

    /**
     * For each image a function of a uniform number, or what stands for no change.
     *
     * @param images how many images there are
     * @param unchanged the value of an image that is left alone
     * @param change the value of a changed image, from a number uniform in [0, 1)
     */
    public double[] uniform(int images, double unchanged, DoubleUnaryOperator change) {
        double[] gate = rng.nextDoubles(images);
        double[] u = rng.nextDoubles(images);
        double[] values = new double[images];
        for (int i = 0; i < images; i++) {
            values[i] = gate[i] < probability ? change.applyAsDouble(u[i]) : unchanged;
        }
        return values;
    }

    /**
     * For each image a function of a standard normal number, or what stands for no change.
     *
     * @param images how many images there are
     * @param unchanged the value of an image that is left alone
     * @param change the value of a changed image, from a standard normal number
     */
    public double[] normal(int images, double unchanged, DoubleUnaryOperator change) {
        double[] gate = rng.nextDoubles(images);
        double[] u = rng.nextDoubles(images);
        double[] turn = rng.nextDoubles(images);
        double[] values = new double[images];
        for (int i = 0; i < images; i++) {
            double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - u[i]));
            double z = radius * StrictMath.cos(2 * StrictMath.PI * turn[i]);
            values[i] = gate[i] < probability ? change.applyAsDouble(z) : unchanged;
        }
        return values;
    }
}
