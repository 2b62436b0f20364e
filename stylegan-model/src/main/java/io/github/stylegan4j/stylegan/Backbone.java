package io.github.stylegan4j.stylegan;

import io.github.stylegan4j.stylegan.layer.FusedScale;
import java.util.Objects;

/**
 * What a generator and its discriminator have in common.
 *
 * @param resolution height and width of the images, a power of two from 4 to 1024; of images that
 *     are not square, that of square ones which are halved as often
 * @param baseGrid proportions of the images, {@link BaseGrid#SQUARE} as published
 * @param channels colours: 3, or 1 for gray; any number from 1 on works
 * @param labelSize components of a label, 0 for none
 * @param featureMaps channels of the features at each resolution
 * @param structure whether the networks can grow
 * @param blur whether the [1, 2, 1] filter follows doubling and precedes halving
 * @param fusedScale whether resizing and convolution are one operation
 * @param equalizedLearningRate whether weights are scaled at run time instead of at the start
 */
public record Backbone(
        int resolution,
        BaseGrid baseGrid,
        int channels,
        int labelSize,
        FeatureMaps featureMaps,
        Structure structure,
        boolean blur,
        FusedScale fusedScale,
        boolean equalizedLearningRate) {
    /** Smallest resolution of the images. */
    public static final int MIN_RESOLUTION = 4;

    /** Largest resolution of the images. */
    public static final int MAX_RESOLUTION = 1024;

    /** Checks the numbers. */
    public Backbone {
        Settings.resolution(resolution);
        Settings.atLeast("channels", channels, 1);
        Settings.atLeast("labelSize", labelSize, 0);
        Objects.requireNonNull(baseGrid, "baseGrid");
        Objects.requireNonNull(featureMaps, "featureMaps");
        Objects.requireNonNull(structure, "structure");
        Objects.requireNonNull(fusedScale, "fusedScale");
        featureMaps.at(resolution);
    }

    /** The published networks at any resolution: no labels, growing, blur, equalized. */
    public static Backbone of(int resolution, int channels) {
        return new Backbone(
                resolution,
                BaseGrid.SQUARE,
                channels,
                0,
                FeatureMaps.defaults(),
                Structure.GROWING,
                true,
                FusedScale.AUTO,
                true);
    }

    /** With other proportions of the images. */
    public Backbone withBaseGrid(BaseGrid grid) {
        return new Backbone(
                resolution,
                grid,
                channels,
                labelSize,
                featureMaps,
                structure,
                blur,
                fusedScale,
                equalizedLearningRate);
    }

    /** With labels of {@code size} components; 0 for none. */
    public Backbone withLabelSize(int size) {
        return new Backbone(
                resolution,
                baseGrid,
                channels,
                size,
                featureMaps,
                structure,
                blur,
                fusedScale,
                equalizedLearningRate);
    }

    /** With other numbers of channels. */
    public Backbone withFeatureMaps(FeatureMaps maps) {
        return new Backbone(
                resolution,
                baseGrid,
                channels,
                labelSize,
                maps,
                structure,
                blur,
                fusedScale,
                equalizedLearningRate);
    }

    /** Growing or fixed. */
    public Backbone withStructure(Structure other) {
        return new Backbone(
                resolution,
                baseGrid,
                channels,
                labelSize,
                featureMaps,
                other,
                blur,
                fusedScale,
                equalizedLearningRate);
    }

    /** With or without the blur filter. */
    public Backbone withBlur(boolean on) {
        return new Backbone(
                resolution,
                baseGrid,
                channels,
                labelSize,
                featureMaps,
                structure,
                on,
                fusedScale,
                equalizedLearningRate);
    }

    /** With another choice of fused resizing. */
    public Backbone withFusedScale(FusedScale scale) {
        return new Backbone(
                resolution,
                baseGrid,
                channels,
                labelSize,
                featureMaps,
                structure,
                blur,
                scale,
                equalizedLearningRate);
    }

    /** With or without equalized learning rate. */
    public Backbone withEqualizedLearningRate(boolean on) {
        return new Backbone(
                resolution,
                baseGrid,
                channels,
                labelSize,
                featureMaps,
                structure,
                blur,
                fusedScale,
                on);
    }

    /** Lines of the images. */
    public int height() {
        return baseGrid.heightAt(resolution);
    }

    /** Columns of the images. */
    public int width() {
        return baseGrid.widthAt(resolution);
    }

    /** Number of layers of the synthesis network, 2 log2(resolution) - 2: 18 at 1024. */
    public int layers() {
        return 2 * Settings.log2(resolution) - 2;
    }
}
