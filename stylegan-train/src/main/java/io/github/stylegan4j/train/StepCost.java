package io.github.stylegan4j.train;

/**
 * A rough prediction of what an image costs at each resolution, in floating-point operations, from
 * the sizes of the networks alone; good for ratios between resolutions.
 */
final class StepCost {
    /** What moving one activation through memory, in all passes over it, is worth. */
    private static final double OPERATIONS_PER_ACTIVATION = 300;

    /** Forward and backward in the generator's step, forward in the discriminator's. */
    private static final double GENERATOR_PASSES = 4;

    /** Two forward and backward passes, a gradient of a gradient, and the generator's step. */
    private static final double DISCRIMINATOR_PASSES = 10;

    private final TrainingConfig config;

    StepCost(TrainingConfig config) {
        this.config = config;
    }

    /**
     * The cost of one image at a resolution.
     *
     * @param resolution a power of two from 4
     * @param fading whether the next lower resolution's path to and from colours is active too
     */
    double of(int resolution, boolean fading) {
        double cost = 0;
        for (int r = 4; r <= resolution; r *= 2) {
            double outer = featureMaps(r);
            double inner = r == 4 ? outer : featureMaps(r / 2);
            double pixels = (double) r * r;
            double convolutions = 2 * 9 * pixels * (outer * outer + inner * outer);
            double elements = 2 * pixels * outer;
            cost +=
                    (GENERATOR_PASSES + DISCRIMINATOR_PASSES)
                            * (convolutions + OPERATIONS_PER_ACTIVATION * elements);
        }
        return fading ? 1.05 * cost : cost;
    }

    private double featureMaps(int resolution) {
        int stage = Integer.numberOfTrailingZeros(resolution) - 1;
        return Math.max(
                1,
                Math.min(
                        config.networks().fmapBase()
                                / Math.pow(2, stage * config.networks().fmapDecay()),
                        config.networks().fmapMax()));
    }
}
