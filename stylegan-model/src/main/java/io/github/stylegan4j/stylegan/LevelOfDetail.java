package io.github.stylegan4j.stylegan;

import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.fused.Fused;

/**
 * Where growing networks stand: level of detail 0 is the full resolution R, and level k is R / 2^k.
 * Between two levels the finer one is faded in.
 *
 * @param level the finer level in use, {@code floor(lod)}
 * @param fade weight of the next coarser level, {@code lod - floor(lod)}
 * @param resolution the finer level's: the current resolution, which is height and width of square
 *     images
 */
public record LevelOfDetail(int level, double fade, int resolution) {
    /** The full resolution. */
    public static final double FULL = 0;

    /**
     * The position of a network.
     *
     * @param lod from 0 to {@link #max}
     * @throws IllegalArgumentException when the network has no such level
     */
    public static LevelOfDetail at(Backbone backbone, double lod) {
        Settings.between("level of detail", lod, FULL, max(backbone));
        int level = (int) lod;
        return new LevelOfDetail(level, lod - level, backbone.resolution() >> level);
    }

    /** The coarsest level: 4 x 4 for a growing network, 0 for a fixed one. */
    public static int max(Backbone backbone) {
        return backbone.structure() == Structure.FIXED
                ? 0
                : Settings.log2(backbone.resolution() / Backbone.MIN_RESOLUTION);
    }

    /** Images of the current resolution at full resolution, by repetition of pixels. */
    public Tensor enlarge(Tensor images) {
        return Scope.run(
                "enlarge",
                () -> {
                    Tensor x = images;
                    for (int i = 0; i < level; i++) {
                        x = Fused.upsample(x);
                    }
                    return x;
                });
    }

    /** Images of the full resolution at the current one, by means of blocks. */
    public Tensor shrink(Tensor images) {
        return Scope.run(
                "shrink",
                () -> {
                    Tensor x = images;
                    for (int i = 0; i < level; i++) {
                        x = Fused.downsample(x);
                    }
                    return x;
                });
    }

    /** Index of the first layer (of two) in the synthesis block of a resolution. */
    static int firstLayer(int resolution) {
        return 2 * Settings.log2(resolution) - 4;
    }

    /** Number of synthesis layers in use, {@code L - 2 floor(lod)}. */
    public int activeLayers() {
        return firstLayer(resolution) + 2;
    }
}
