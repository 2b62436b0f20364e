package io.github.stylegan4j.train.config;

import io.github.stylegan4j.train.image.GridSize;

/** Checks of settings of several sections, whose values are allowed only together. */
public final class SectionChecks {
    private SectionChecks() {}

    /**
     * Checks that the networks can grow as they are told to.
     *
     * @throws IllegalArgumentException naming the fields and what is allowed
     */
    public static void growth(
            ImageSettings images, NetworkSettings networks, GrowthSettings growth) {
        int resolution = images.resolution();
        int initial = growth.initialResolution();
        if (!networks.growing() && initial != resolution) {
            throw new IllegalArgumentException(
                    "growing is false, but initialResolution is "
                            + initial
                            + "; set it to "
                            + resolution
                            + ", the resolution of the networks");
        }
        ConfigChecks.powerOfTwo("initialResolution", initial, 4, resolution);
        ConfigChecks.growth(growth.trainingKimg(), growth.transitionKimg(), initial, resolution);
    }

    /**
     * Checks that minibatches split into groups and fit into arrays.
     *
     * @throws IllegalArgumentException naming the field and what is allowed
     */
    public static void minibatches(
            ImageSettings images, NetworkSettings networks, GrowthSettings growth) {
        int group = networks.minibatchStdGroup();
        ConfigChecks.minibatch("minibatch", growth.minibatch(), group);
        growth.minibatchPerResolution()
                .forEach(
                        (resolution, count) ->
                                ConfigChecks.minibatch(
                                        "minibatchPerResolution[" + resolution + "]",
                                        count,
                                        group));
        for (int r = growth.initialResolution(); r <= images.resolution(); r *= 2) {
            int count = growth.minibatchAt(r);
            int height = images.grid().heightAt(r);
            int width = images.grid().widthAt(r);
            String field = "minibatch at " + height + "x" + width;
            ConfigChecks.fits(field, count, count, height, width, images.channels());
        }
    }

    /**
     * Checks that the picture of images has a known size and fits into an array.
     *
     * @throws IllegalArgumentException naming the field and what is allowed
     */
    public static void pictures(ImageSettings images, MonitorSettings monitoring) {
        GridSize size = monitoring.gridOf(images.width(), images.height());
        ConfigChecks.fits(
                "grid",
                monitoring.grid(),
                size.count(),
                images.height(),
                images.width(),
                images.channels());
    }
}
