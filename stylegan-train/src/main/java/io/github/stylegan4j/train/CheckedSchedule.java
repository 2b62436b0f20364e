package io.github.stylegan4j.train;

import io.github.stylegan4j.train.config.ImageSettings;

/** A schedule of somebody's own, each of whose answers is held against the networks it is for. */
record CheckedSchedule(Schedule schedule, TrainingConfig config) implements Schedule {
    /**
     * What the schedule says.
     *
     * @throws IllegalArgumentException naming what it says that cannot be
     */
    @Override
    public SchedulePoint at(long images) {
        SchedulePoint point = schedule.at(images);
        ImageSettings wanted = config.images();
        int levels = Integer.numberOfTrailingZeros(wanted.resolution() / 4);
        require(
                point.lod() >= 0 && point.lod() <= (config.networks().growing() ? levels : 0),
                images,
                "level of detail " + point.lod(),
                "0 to " + levels + ", and 0 for networks that do not grow");
        int resolution = wanted.resolution() >> (int) point.lod();
        require(
                point.resolution() == resolution,
                images,
                "resolution " + point.resolution() + " at level of detail " + point.lod(),
                "" + resolution);
        int group = config.networks().minibatchStdGroup();
        int minibatch = point.minibatch();
        require(
                minibatch >= 1 && (minibatch <= group || minibatch % group == 0),
                images,
                "minibatch " + minibatch,
                "1 to " + group + " and multiples of " + group);
        require(
                rate(point.generatorLearningRate()) && rate(point.discriminatorLearningRate()),
                images,
                "learning rates "
                        + point.generatorLearningRate()
                        + " and "
                        + point.discriminatorLearningRate(),
                "finite numbers from 0");
        require(
                point.tickKimg() > 0 && Double.isFinite(point.tickKimg()),
                images,
                "a tick of " + point.tickKimg() + " kimg",
                "finite numbers above 0");
        return point;
    }

    private static boolean rate(double value) {
        return value >= 0 && Double.isFinite(value);
    }

    private static void require(boolean holds, long images, String found, String allowed) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "The schedule says "
                            + found
                            + " after "
                            + images
                            + " images; allowed is "
                            + allowed);
        }
    }
}
