package io.github.stylegan4j.autograd.check;

import java.util.Locale;

/** A derivative that disagrees with central differences. */
public final class GradCheckException extends RuntimeException {
    private static final long serialVersionUID = 1;

    GradCheckException(
            int order, double predicted, double measured, double error, double tolerance) {
        super(
                String.format(
                        Locale.ROOT,
                        "Derivative of order %d is wrong: along a random direction it predicts"
                                + " %.12g, central differences give %.12g; relative error %.3g,"
                                + " allowed %.3g",
                        order,
                        predicted,
                        measured,
                        error,
                        tolerance));
    }
}
