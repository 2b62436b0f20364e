package io.github.stylegan4j.train;

/**
 * What training at one resolution holds in memory.
 *
 * @param resolution width and height that the networks work at
 * @param minibatch images per step
 * @param atOnce most images computed at once
 * @param networkBytes weights and other state of generator and discriminator
 * @param averageBytes the averaged generator
 * @param optimizerBytes moments of both optimizers
 * @param activationBytes the most that all other tensors hold at once: activations, gradients,
 *     random numbers, minibatches; and what buffers waste by their size classes
 * @param workspaceBytes what the device's kernels hold besides tensors: scratch memory, transformed
 *     weights, and buffers of sizes that are not needed when the most is held
 * @param imageBytes real images prepared ahead, in the Java heap
 * @param problem why not even an empty device could do it, or empty
 */
public record PlannedStep(
        int resolution,
        int minibatch,
        int atOnce,
        long networkBytes,
        long averageBytes,
        long optimizerBytes,
        long activationBytes,
        long workspaceBytes,
        long imageBytes,
        String problem) {

    /** Whether bytes could be counted; if not even the networks can be made, all are 0. */
    public boolean isCounted() {
        return networkBytes > 0;
    }

    /** All bytes on the device. */
    public long deviceBytes() {
        return networkBytes + averageBytes + optimizerBytes + activationBytes + workspaceBytes;
    }
}
