package io.github.stylegan4j.train;

/**
 * Training cannot go on: the gradients of a network stay infinite or NaN, also after going back to
 * earlier checkpoints.
 */
public final class TrainingFailedException extends RuntimeException {
    /** A failure with a message for people. */
    public TrainingFailedException(String message) {
        super(message);
    }
}
