package io.github.stylegan4j.train.config;

import java.util.SortedMap;

/** Settings of how a step of an optimizer is computed. */
public record StepSettings(
        @Setting(
                        text =
                                "Most images computed at once where the table names none; the gradients of"
                                        + " a minibatch's parts are added up. 0 for whole minibatches.",
                        initial = "0")
                int microBatch,
        @Setting(text = "Most images computed at once at a resolution.", initial = "")
                SortedMap<Integer, Integer> microBatchPerResolution,
        @Setting(
                        text =
                                "Discriminator steps per step of the penalties on gradients, which are then"
                                        + " as many times as strong; 1 computes them in every step.",
                        initial = "1")
                int regularizationInterval) {

    /**
     * Checks every field.
     *
     * @throws IllegalArgumentException naming the field, the value found and what is allowed
     */
    public StepSettings {
        ConfigChecks.atLeast("microBatch", microBatch, 0);
        microBatchPerResolution =
                ConfigChecks.table("microBatchPerResolution", microBatchPerResolution, 1);
        ConfigChecks.atLeast("regularizationInterval", regularizationInterval, 1);
    }

    /** Most images computed at once at a resolution. */
    public int microBatchAt(int resolution) {
        int most = microBatchPerResolution.getOrDefault(resolution, microBatch);
        return most == 0 ? Integer.MAX_VALUE : most;
    }

    /** Whether penalties on gradients are computed in some steps only. */
    public boolean isLazy() {
        return regularizationInterval > 1;
    }

    /**
     * What a learning rate is multiplied by, and a decay raised to the power of, when k steps have
     * an extra one for the penalties: {@code k / (k + 1)}; 1 if there are no extra steps.
     *
     * <p>Source: arXiv 1912.04958, appendix B.
     */
    public double lazyRatio() {
        return isLazy() ? regularizationInterval / (regularizationInterval + 1.0) : 1;
    }
}
