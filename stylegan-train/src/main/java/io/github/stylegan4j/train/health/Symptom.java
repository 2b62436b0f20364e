package io.github.stylegan4j.train.health;

import java.util.Locale;

/** What can be seen of training that goes wrong. */
public enum Symptom {
    /** A loss, score or penalty is infinite or not a number. */
    NOT_FINITE("numbers not finite"),

    /** Steps were left out because a gradient was not finite. */
    SKIPPED_STEPS("steps skipped"),

    /** The discriminator tells real and generated images apart with near certainty. */
    CERTAIN_DISCRIMINATOR("discriminator certain"),

    /** Scores of real and generated images drift apart. */
    GROWING_GAP("score gap grows"),

    /** The generator draws nearly the same image for every latent: mode collapse. */
    LOW_DIVERSITY("low diversity");

    private final String label;

    Symptom(String label) {
        this.label = label;
    }

    /** A few words for a progress line. */
    public String label() {
        return label;
    }

    /** The name in files, such as {@code low_diversity}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
