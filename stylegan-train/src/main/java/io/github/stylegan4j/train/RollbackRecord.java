package io.github.stylegan4j.train;

/**
 * How a run has gone back since its last failure, as long as it has not got past it. It is part of
 * the state, so that a run that is killed and resumed knows of it.
 *
 * @param count how often it has gone back
 * @param failedAt most images shown when gradients had failed; negative if the run has got past it
 * @param target images shown at the checkpoint it went back to last
 */
record RollbackRecord(int count, long failedAt, long target) {
    /** Of a run that has not failed, or has got past it. */
    static final RollbackRecord NONE = new RollbackRecord(0, -1, -1);

    /** Whether the run has failed and has not got past it. */
    boolean open() {
        return count > 0;
    }

    /**
     * The record after going back once more.
     *
     * @param images images shown at the failure
     * @param to images shown at the checkpoint that the run goes on from
     */
    RollbackRecord next(long images, long to) {
        return new RollbackRecord(count + 1, Math.max(failedAt, images), to);
    }
}
