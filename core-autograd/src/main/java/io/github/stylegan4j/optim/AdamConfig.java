package io.github.stylegan4j.optim;

/**
 * The constants of {@link Adam}.
 *
 * @param beta1 decay of the first moment, from 0 to below 1
 * @param beta2 decay of the second moment, from 0 to below 1
 * @param epsilon what is added to the root of the second moment, above 0
 */
public record AdamConfig(double beta1, double beta2, double epsilon) {
    /** Checks the ranges. */
    public AdamConfig {
        checkBeta("beta1", beta1);
        checkBeta("beta2", beta2);
        if (!(epsilon > 0) || Double.isInfinite(epsilon)) {
            throw new IllegalArgumentException(
                    "epsilon: found " + epsilon + "; allowed are finite numbers above 0");
        }
    }

    private static void checkBeta(String name, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(
                    name + ": found " + value + "; allowed are numbers from 0 to below 1");
        }
    }

    /** StyleGAN's: beta1 0, beta2 0.99, epsilon 1e-8 (arXiv 1812.04948, appendix C). */
    public static AdamConfig styleGan() {
        return new AdamConfig(0, 0.99, 1e-8);
    }
}
