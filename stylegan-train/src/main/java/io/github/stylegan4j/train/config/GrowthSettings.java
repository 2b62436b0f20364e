package io.github.stylegan4j.train.config;

import java.util.SortedMap;

/**
 * Settings of how the networks grow, and of how many images and steps a look at the schedule has.
 */
public record GrowthSettings(
        @Setting(text = "Resolution training starts at.", initial = "8") int initialResolution,
        @Setting(
                        text = "How long a resolution is held before the next fades in, in kimg.",
                        initial = "600")
                double trainingKimg,
        @Setting(text = "How long a fade takes, in kimg.", initial = "600") double transitionKimg,
        @Setting(text = "Images per step where the table names none.", initial = "32")
                int minibatch,
        @Setting(
                        text = "Images per step at a resolution.",
                        initial = "4=512,8=256,16=128,32=64,64=32")
                SortedMap<Integer, Integer> minibatchPerResolution,
        @Setting(text = "Steps of both networks per look at the schedule.", initial = "4")
                int minibatchRepeats,
        @Setting(text = "Discriminator steps per generator step.", initial = "1")
                int discriminatorRepeats) {

    /**
     * Checks every field.
     *
     * @throws IllegalArgumentException naming the field, the value found and what is allowed
     */
    public GrowthSettings {
        ConfigChecks.powerOfTwo("initialResolution", initialResolution, 4, 1024);
        ConfigChecks.atLeast("trainingKimg", trainingKimg, 0);
        ConfigChecks.atLeast("transitionKimg", transitionKimg, 0);
        ConfigChecks.atLeast("minibatch", minibatch, 1);
        minibatchPerResolution =
                ConfigChecks.table("minibatchPerResolution", minibatchPerResolution, 1);
        ConfigChecks.atLeast("minibatchRepeats", minibatchRepeats, 1);
        ConfigChecks.atLeast("discriminatorRepeats", discriminatorRepeats, 1);
    }

    /** Images per step at a resolution. */
    public int minibatchAt(int resolution) {
        return minibatchPerResolution.getOrDefault(resolution, minibatch);
    }
}
