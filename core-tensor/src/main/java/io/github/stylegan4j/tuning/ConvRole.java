package io.github.stylegan4j.tuning;

import java.util.Locale;

/** Which of the three convolutions of a layer is computed. */
public enum ConvRole {
    /** The result, from input and weights. */
    FORWARD,

    /** The gradient with respect to the input. */
    INPUT_GRAD,

    /** The gradient with respect to the weights. */
    WEIGHT_GRAD;

    /** Name in files and tables, for example {@code input-grad}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
