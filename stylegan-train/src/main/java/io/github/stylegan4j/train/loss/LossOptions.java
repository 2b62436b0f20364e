package io.github.stylegan4j.train.loss;

/**
 * The weights of the losses in {@link LossCatalog}; each loss reads those that concern it.
 *
 * @param r1Gamma weight of the squared gradient norm at real images, in the logistic losses; 0 for
 *     none
 * @param r2Gamma the same at generated images
 * @param gpLambda weight of the gradient penalty of wgan-gp and hinge-gp
 * @param gpTarget gradient norm that this penalty pulls towards
 * @param driftEpsilon weight of the squared score of real images, in wgan and wgan-gp
 */
public record LossOptions(
        double r1Gamma, double r2Gamma, double gpLambda, double gpTarget, double driftEpsilon) {

    /**
     * Checks every field.
     *
     * @throws IllegalArgumentException naming the field, the value found and what is allowed
     */
    public LossOptions {
        requireAtLeastZero("r1Gamma", r1Gamma);
        requireAtLeastZero("r2Gamma", r2Gamma);
        requireAtLeastZero("gpLambda", gpLambda);
        if (!(gpTarget > 0) || Double.isInfinite(gpTarget)) {
            throw new IllegalArgumentException(
                    "gpTarget is " + gpTarget + "; allowed is a finite number above 0");
        }
        requireAtLeastZero("driftEpsilon", driftEpsilon);
    }

    /**
     * The published weights: r1Gamma 10, r2Gamma 0, gpLambda 10, gpTarget 1, driftEpsilon 0.001.
     */
    public static LossOptions defaults() {
        return new LossOptions(10, 0, 10, 1, 0.001);
    }

    /** This with other weights of the gradient norms at real and at generated images. */
    public LossOptions withGammas(double newR1Gamma, double newR2Gamma) {
        return new LossOptions(newR1Gamma, newR2Gamma, gpLambda, gpTarget, driftEpsilon);
    }

    /** This with another gradient penalty. */
    public LossOptions withGradientPenalty(double newLambda, double newTarget) {
        return new LossOptions(r1Gamma, r2Gamma, newLambda, newTarget, driftEpsilon);
    }

    private static void requireAtLeastZero(String field, double value) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(
                    field + " is " + value + "; allowed is a finite number from 0");
        }
    }
}
