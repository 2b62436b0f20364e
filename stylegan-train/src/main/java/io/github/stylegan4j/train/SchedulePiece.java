package io.github.stylegan4j.train;

/**
 * A stretch of training in which every step costs the same: one resolution, fading or not.
 *
 * @param resolution resolution the networks work at
 * @param fading whether that resolution is being faded in
 * @param minibatch images per step
 * @param fromImages images shown when the piece starts
 * @param toImages images shown when the piece ends
 * @param steps number of steps, each one of the discriminator and one of the generator
 */
public record SchedulePiece(
        int resolution,
        boolean fading,
        int minibatch,
        long fromImages,
        long toImages,
        long steps) {}
