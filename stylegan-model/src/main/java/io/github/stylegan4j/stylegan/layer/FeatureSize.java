package io.github.stylegan4j.stylegan.layer;

/**
 * How large the features of a layer are.
 *
 * @param height lines, from 1
 * @param width columns, from 1
 */
public record FeatureSize(int height, int width) {
    /**
     * Checks both numbers.
     *
     * @throws IllegalArgumentException naming what was found
     */
    public FeatureSize {
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException(
                    "features are " + height + " x " + width + "; allowed: 1 x 1 or more");
        }
    }
}
