package io.github.stylegan4j.train;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * What the progressive schedule is made of; immutable and validated.
 *
 * <p>Training starts at {@code initialResolution}, holds each resolution for {@code trainingKimg}
 * and fades to the next one over {@code transitionKimg}, until {@code resolution} is reached. The
 * value of a resolution holds while the networks work at it. One kimg is 1000 images shown to the
 * discriminator.
 *
 * <p>Source: Karras et al., "Progressive Growing of GANs" (arXiv 1710.10196), appendix A.1, with
 * the values of "A Style-Based Generator Architecture" (arXiv 1812.04948), appendix C.
 *
 * @param resolution full resolution of the networks, a power of two from 4 to 4096
 * @param initialResolution resolution training starts at, a power of two from 4 to {@code
 *     resolution}
 * @param trainingKimg how long each resolution is held before the next one fades in, in kimg, from
 *     0
 * @param transitionKimg how long a fade takes, in kimg, from 0
 * @param minibatch images per step, from 1
 * @param generatorLearningRate learning rate of the generator, from 0
 * @param discriminatorLearningRate learning rate of the discriminator, from 0
 * @param rampUpKimg length of the linear warm-up of both learning rates, in kimg; 0 for none
 * @param tickKimg length of a tick, in kimg, above 0
 */
public record ScheduleConfig(
        int resolution,
        int initialResolution,
        double trainingKimg,
        double transitionKimg,
        PerResolution<Integer> minibatch,
        PerResolution<Double> generatorLearningRate,
        PerResolution<Double> discriminatorLearningRate,
        double rampUpKimg,
        PerResolution<Double> tickKimg) {

    /** Lowest resolution a network of this family has. */
    public static final int MIN_RESOLUTION = 4;

    /** Highest resolution the schedule accepts. */
    public static final int MAX_RESOLUTION = 4096;

    /**
     * Checks every field and copies the tables.
     *
     * @throws IllegalArgumentException naming the field, the value found and what is allowed
     */
    public ScheduleConfig {
        requireResolution("resolution", resolution, MAX_RESOLUTION);
        requireResolution("initialResolution", initialResolution, resolution);
        requireAtLeastZero("trainingKimg", trainingKimg);
        requireAtLeastZero("transitionKimg", transitionKimg);
        if (trainingKimg + transitionKimg == 0 && initialResolution != resolution) {
            throw new IllegalArgumentException(
                    "trainingKimg and transitionKimg are both 0, so training would stay at "
                            + initialResolution
                            + "x"
                            + initialResolution
                            + " for ever; to train without growing set initialResolution to "
                            + resolution);
        }
        requireAtLeastZero("rampUpKimg", rampUpKimg);
        check("minibatch", minibatch, ScheduleConfig::requireAtLeastOne);
        check("generatorLearningRate", generatorLearningRate, ScheduleConfig::requireAtLeastZero);
        check(
                "discriminatorLearningRate",
                discriminatorLearningRate,
                ScheduleConfig::requireAtLeastZero);
        check("tickKimg", tickKimg, ScheduleConfig::requirePositive);
    }

    private static <V> void check(
            String field, PerResolution<V> values, BiConsumer<String, V> requirement) {
        if (values == null) {
            throw new IllegalArgumentException(field + " is null; allowed is a value");
        }
        requirement.accept(field, values.base());
        values.table()
                .forEach(
                        (resolution, value) -> {
                            requireResolution(
                                    "a resolution of " + field, resolution, MAX_RESOLUTION);
                            requirement.accept(field + "[" + resolution + "]", value);
                        });
    }

    /**
     * The general defaults: growth from 4x4, 600 kimg per phase, minibatches of 16, learning rate
     * 0.001 without warm-up.
     *
     * @param resolution full resolution of the networks, a power of two from 4
     */
    public static ScheduleConfig defaults(int resolution) {
        return new ScheduleConfig(
                resolution,
                MIN_RESOLUTION,
                600,
                600,
                PerResolution.of(16),
                PerResolution.of(0.001),
                PerResolution.of(0.001),
                0,
                new PerResolution<>(
                        160.0,
                        new TreeMap<>(
                                Map.of(
                                        4, 160.0, 8, 140.0, 16, 120.0, 32, 100.0, 64, 80.0, 128,
                                        60.0, 256, 40.0, 512, 30.0, 1024, 20.0))));
    }

    /**
     * The schedule StyleGAN v1 was published with: growth from 8x8, learning rates that rise from
     * 128x128 on, and the minibatch sizes that belong to a number of graphics cards.
     *
     * @param resolution full resolution of the networks, a power of two from 8
     * @param gpus 1, 2, 4 or 8
     */
    public static ScheduleConfig official(int resolution, int gpus) {
        SortedMap<Integer, Integer> minibatch = new TreeMap<>();
        switch (gpus) {
            case 1 ->
                    minibatch.putAll(
                            Map.of(
                                    4, 128, 8, 128, 16, 128, 32, 64, 64, 32, 128, 16, 256, 8, 512,
                                    4));
            case 2 ->
                    minibatch.putAll(
                            Map.of(4, 256, 8, 256, 16, 128, 32, 64, 64, 32, 128, 16, 256, 8));
            case 4 -> minibatch.putAll(Map.of(4, 512, 8, 256, 16, 128, 32, 64, 64, 32, 128, 16));
            case 8 -> minibatch.putAll(Map.of(4, 512, 8, 256, 16, 128, 32, 64, 64, 32));
            default ->
                    throw new IllegalArgumentException(
                            "gpus is "
                                    + gpus
                                    + ", but the published schedules are for 1, 2, 4 and 8");
        }
        SortedMap<Integer, Double> rates =
                new TreeMap<>(Map.of(128, 0.0015, 256, 0.002, 512, 0.003, 1024, 0.003));
        return defaults(resolution)
                .withInitialResolution(8)
                .withMinibatch(4 * gpus, minibatch)
                .withLearningRate(0.001, rates);
    }

    /** This with training starting at another resolution. */
    public ScheduleConfig withInitialResolution(int newInitialResolution) {
        return new ScheduleConfig(
                resolution,
                newInitialResolution,
                trainingKimg,
                transitionKimg,
                minibatch,
                generatorLearningRate,
                discriminatorLearningRate,
                rampUpKimg,
                tickKimg);
    }

    /** This with other phase lengths, in kimg. */
    public ScheduleConfig withPhases(double newTrainingKimg, double newTransitionKimg) {
        return new ScheduleConfig(
                resolution,
                initialResolution,
                newTrainingKimg,
                newTransitionKimg,
                minibatch,
                generatorLearningRate,
                discriminatorLearningRate,
                rampUpKimg,
                tickKimg);
    }

    /** This without growing: the full resolution from the first image on. */
    public ScheduleConfig withoutGrowing() {
        return withInitialResolution(resolution).withPhases(0, 0);
    }

    /** This with other minibatch sizes, in images. */
    public ScheduleConfig withMinibatch(int base, SortedMap<Integer, Integer> byResolution) {
        return new ScheduleConfig(
                resolution,
                initialResolution,
                trainingKimg,
                transitionKimg,
                new PerResolution<>(base, byResolution),
                generatorLearningRate,
                discriminatorLearningRate,
                rampUpKimg,
                tickKimg);
    }

    /** This with the same learning rates for both networks. */
    public ScheduleConfig withLearningRate(double base, SortedMap<Integer, Double> byResolution) {
        PerResolution<Double> both = new PerResolution<>(base, byResolution);
        return withLearningRates(both, both);
    }

    /** This with other learning rates. */
    public ScheduleConfig withLearningRates(
            PerResolution<Double> generator, PerResolution<Double> discriminator) {
        return new ScheduleConfig(
                resolution,
                initialResolution,
                trainingKimg,
                transitionKimg,
                minibatch,
                generator,
                discriminator,
                rampUpKimg,
                tickKimg);
    }

    /**
     * This with no learning rate above {@code cap}; the published WGAN-GP runs cap theirs at 0.002.
     */
    public ScheduleConfig withLearningRateCap(double cap) {
        return withLearningRates(
                generatorLearningRate.map(rate -> Math.min(rate, cap)),
                discriminatorLearningRate.map(rate -> Math.min(rate, cap)));
    }

    /** This with another linear warm-up of the learning rates, in kimg. */
    public ScheduleConfig withRampUpKimg(double newRampUpKimg) {
        return new ScheduleConfig(
                resolution,
                initialResolution,
                trainingKimg,
                transitionKimg,
                minibatch,
                generatorLearningRate,
                discriminatorLearningRate,
                newRampUpKimg,
                tickKimg);
    }

    /** This with other tick lengths, in kimg. */
    public ScheduleConfig withTick(double base, SortedMap<Integer, Double> byResolution) {
        return new ScheduleConfig(
                resolution,
                initialResolution,
                trainingKimg,
                transitionKimg,
                minibatch,
                generatorLearningRate,
                discriminatorLearningRate,
                rampUpKimg,
                new PerResolution<>(base, byResolution));
    }

    private static void requireResolution(String field, int value, int max) {
        if (value < MIN_RESOLUTION || value > max || Integer.bitCount(value) != 1) {
            throw new IllegalArgumentException(
                    field
                            + " is "
                            + value
                            + "; allowed is a power of two from "
                            + MIN_RESOLUTION
                            + " to "
                            + max);
        }
    }

    private static void requireAtLeastOne(String field, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(
                    field + " is " + value + "; allowed is 1 or more images");
        }
    }

    private static void requireAtLeastZero(String field, double value) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(
                    field + " is " + value + "; allowed is a finite number from 0");
        }
    }

    private static void requirePositive(String field, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(
                    field + " is " + value + "; allowed is a finite number above 0");
        }
    }
}
