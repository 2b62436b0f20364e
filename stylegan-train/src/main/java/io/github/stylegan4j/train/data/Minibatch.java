package io.github.stylegan4j.train.data;

/**
 * Real images for one step. The arrays belong to whoever asked for the minibatch.
 *
 * @param images values from -1 to 1, [N, C, H, W]
 * @param size N
 * @param channels C
 * @param height H
 * @param width W
 * @param resolution the level's resolution: H and W of square images
 * @param labels [N, labelSize]; empty if the images have no labels
 * @param labelSize length of each label vector, 0 for none
 * @param indices which images of the source these are, [N]
 * @param position number of images delivered before these
 */
public record Minibatch(
        float[] images,
        int size,
        int channels,
        int height,
        int width,
        int resolution,
        float[] labels,
        int labelSize,
        int[] indices,
        long position) {}
