package io.github.stylegan4j.train;

/**
 * What the schedule says at one moment of training.
 *
 * @param kimg images shown so far, in thousands
 * @param lod level of detail: 0 is the full resolution, each whole number halves it; the fraction
 *     is the weight of the next lower resolution in a fade
 * @param resolution resolution the networks work at: full resolution / 2^floor(lod)
 * @param minibatch images per step
 * @param generatorLearningRate learning rate of the generator
 * @param discriminatorLearningRate learning rate of the discriminator
 * @param tickKimg length of a tick, in kimg
 */
public record SchedulePoint(
        double kimg,
        double lod,
        int resolution,
        int minibatch,
        double generatorLearningRate,
        double discriminatorLearningRate,
        double tickKimg) {

    /** This with other learning rates. */
    public SchedulePoint withLearningRates(double generator, double discriminator) {
        return new SchedulePoint(
                kimg, lod, resolution, minibatch, generator, discriminator, tickKimg);
    }

    /** This with another number of images per step. */
    public SchedulePoint withMinibatch(int images) {
        return new SchedulePoint(
                kimg,
                lod,
                resolution,
                images,
                generatorLearningRate,
                discriminatorLearningRate,
                tickKimg);
    }

    /** Whether a resolution is being faded in: {@code lod} is no whole number. */
    public boolean fading() {
        return lod != Math.floor(lod);
    }
}
