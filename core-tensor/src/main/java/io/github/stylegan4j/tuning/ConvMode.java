package io.github.stylegan4j.tuning;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a user says about convolutions: leave the choice to the device, or force one algorithm. */
public enum ConvMode {
    /** Each shape by the measured table of the device, or by the backend's rule without one. */
    AUTO,

    /** Direct sums everywhere. */
    DIRECT,

    /** {@link ConvAlgorithm#WINOGRAD_2} wherever it applies, direct sums elsewhere. */
    WINOGRAD2,

    /** {@link ConvAlgorithm#WINOGRAD_4} wherever it applies, direct sums elsewhere. */
    WINOGRAD4;

    /** The one algorithm, or empty under {@link #AUTO}. */
    public Optional<ConvAlgorithm> forced() {
        return switch (this) {
            case AUTO -> Optional.empty();
            case DIRECT -> Optional.of(ConvAlgorithm.DIRECT);
            case WINOGRAD2 -> Optional.of(ConvAlgorithm.WINOGRAD_2);
            case WINOGRAD4 -> Optional.of(ConvAlgorithm.WINOGRAD_4);
        };
    }

    /** The name on a command line, for example {@code winograd2}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The mode of a {@link #label}.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public static ConvMode ofLabel(String label) {
        for (ConvMode m : values()) {
            if (m.label().equals(label)) {
                return m;
            }
        }
        throw new IllegalArgumentException(
                "conv is '"
                        + label
                        + "'; allowed is one of "
                        + Arrays.stream(values())
                                .map(ConvMode::label)
                                .collect(Collectors.joining(", ")));
    }
}
