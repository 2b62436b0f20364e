package io.github.stylegan4j.train.config;

import java.util.SortedMap;

/** Settings of how a step of an optimizer is computed. */
public record StepSettings(
        @Setting(
                        text =
                                "Most images computed at once where the table names none; the gradients of"
                                        + " a minibatch's parts are added up. A number, all, or auto for"
                                        + " as many as the device's memory holds.",
                        initial = "all")
                String microBatch,
        @Setting(
                        text =
                                "Most images computed at once at a resolution, also where microBatch is"
                                        + " auto.",
                        initial = "")
                SortedMap<Integer, Integer> microBatchPerResolution,
        @Setting(
                        text =
                                "Discriminator steps per step of the penalties on gradients, which are then"
                                        + " as many times as strong; 1 computes them in every step.",
                        initial = "1")
                int regularizationInterval,
        @Setting(
                        text =
                                "Steps in a row without a finite gradient after which the run goes back to"
                                        + " its last checkpoint; 0 to go on.",
                        initial = "100")
                int nonFiniteLimit,
        @Setting(
                        text =
                                "How often a run may go back to a checkpoint without getting past the"
                                        + " failure before it ends.",
                        initial = "3")
                int rollbacks) {

    /**
     * Checks every field.
     *
     * @throws IllegalArgumentException naming the field, the value found and what is allowed
     */
    public StepSettings {
        ConfigChecks.text("microBatch", microBatch);
        if (!microBatch.matches("all|auto|[1-9][0-9]{0,8}")) {
            throw new IllegalArgumentException(
                    "microBatch is '" + microBatch + "'; allowed is all, auto or a number from 1");
        }
        microBatchPerResolution =
                ConfigChecks.table("microBatchPerResolution", microBatchPerResolution, 1);
        ConfigChecks.atLeast("regularizationInterval", regularizationInterval, 1);
        ConfigChecks.atLeast("nonFiniteLimit", nonFiniteLimit, 0);
        ConfigChecks.atLeast("rollbacks", rollbacks, 0);
    }

    /** Most images computed at once at a resolution; all of them as long as nobody has planned. */
    public int microBatchAt(int resolution) {
        Integer most = microBatchPerResolution.get(resolution);
        if (most != null) {
            return most;
        }
        return microBatch.matches("all|auto") ? Integer.MAX_VALUE : Integer.parseInt(microBatch);
    }

    /** Whether how many images are computed at once is to follow from the device's memory. */
    public boolean isAutomatic() {
        return microBatch.equals("auto");
    }

    /** The same of one resolution, of which the table may say it instead. */
    public boolean isAutomaticAt(int resolution) {
        return isAutomatic() && !microBatchPerResolution.containsKey(resolution);
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
