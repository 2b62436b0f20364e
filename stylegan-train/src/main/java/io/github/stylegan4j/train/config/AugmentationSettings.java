package io.github.stylegan4j.train.config;

import io.github.stylegan4j.train.augment.AdaptiveProbability;
import io.github.stylegan4j.train.augment.Augmentation;
import io.github.stylegan4j.train.augment.Augmentations;

/** Settings of the random changes that let small data sets suffice. */
public record AugmentationSettings(
        @Setting(
                        text =
                                "Random changes of all images on their way to the discriminator, for small"
                                        + " data sets: none, diffaugment (always made) or ada (with a"
                                        + " probability that adapts).",
                        initial = "none")
                String augment,
        @Setting(
                        text =
                                "What diffaugment changes: color, translation, cutout or some of them.",
                        initial = "color,translation,cutout")
                String diffAugment,
        @Setting(text = "First probability of each change of ada.", initial = "0")
                double augmentProbability,
        @Setting(
                        text =
                                "Mean sign of the scores of real images that the probability of ada aims"
                                        + " for, from -1 to 1.",
                        initial = "0.6")
                double adaTarget,
        @Setting(
                        text =
                                "Images in which the probability can go from 0 to 1, in kimg; 0 keeps it as"
                                        + " it is.",
                        initial = "500")
                double adaKimg) {

    /**
     * Checks every field.
     *
     * @throws IllegalArgumentException naming the field, the value found and what is allowed
     */
    public AugmentationSettings {
        ConfigChecks.text("augment", augment);
        ConfigChecks.text("diffAugment", diffAugment);
        Augmentations.create(augment, diffAugment);
        Augmentations.diffAugment(diffAugment);
        ConfigChecks.between("augmentProbability", augmentProbability, 0, 1);
        ConfigChecks.between("adaTarget", adaTarget, -1, 1);
        ConfigChecks.atLeast("adaKimg", adaKimg, 0);
    }

    /** The augmentation. */
    public Augmentation function() {
        return Augmentations.create(augment, diffAugment);
    }

    /** How probable changes are. */
    public AdaptiveProbability probability() {
        boolean adapts = augment.equals(Augmentations.ADAPTIVE);
        return new AdaptiveProbability(adaTarget, adapts ? adaKimg : 0, augmentProbability);
    }
}
