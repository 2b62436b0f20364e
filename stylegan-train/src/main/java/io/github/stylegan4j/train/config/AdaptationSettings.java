package io.github.stylegan4j.train.config;

/** Settings for training that begins from networks trained before. */
public record AdaptationSettings(
        @Setting(
                        text =
                                "Network file or checkpoint whose tensors the networks begin with where name"
                                        + " and shape match; empty for random weights.",
                        initial = "")
                String transfer,
        @Setting(
                        text =
                                "How many layers of the discriminator keep their weights, counted from the"
                                        + " image.",
                        initial = "0")
                int freezeDiscriminator) {

    /**
     * Checks every field.
     *
     * @throws IllegalArgumentException naming the field, the value found and what is allowed
     */
    public AdaptationSettings {
        ConfigChecks.present("transfer", transfer);
        ConfigChecks.atLeast("freezeDiscriminator", freezeDiscriminator, 0);
    }
}
