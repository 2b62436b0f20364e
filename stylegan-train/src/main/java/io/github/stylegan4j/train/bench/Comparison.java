package io.github.stylegan4j.train.bench;

import io.github.stylegan4j.io.HostTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Whether two sides computed the same: the distance of each pair of results against its length. */
final class Comparison {
    /** End of the names of what follows an update of parameters. */
    static final String AFTER = ".after";

    /** Beginning of the names of gradients. */
    static final String GRADIENT = "grad.";

    /** Largest relative distance of two results of single precision and different algorithms. */
    private static final double TOLERANCE = 1e-3;

    /** The same of gradients, whose sums cancel in part. */
    private static final double TOLERANCE_GRADIENT = 1e-2;

    /**
     * The same after an optimizer that divides by the size of a gradient, which makes a whole step
     * of a rounding error.
     */
    private static final double TOLERANCE_AFTER = 5e-2;

    /** How many differences a message names. */
    private static final int SHOWN = 5;

    private Comparison() {}

    /**
     * Checks results by name.
     *
     * @throws IllegalStateException naming what differs
     */
    static void check(String work, Map<String, HostTensor> ours, Map<String, HostTensor> theirs) {
        if (!ours.keySet().equals(theirs.keySet())) {
            throw new IllegalStateException(
                    work + ": ours has results " + ours.keySet() + ", peer " + theirs.keySet());
        }
        List<String> wrong = new ArrayList<>();
        ours.forEach(
                (name, value) -> {
                    double distance = distance(value, theirs.get(name));
                    if (!(distance <= tolerance(name))) {
                        wrong.add(String.format(Locale.ROOT, "%s by %.2g", name, distance));
                    }
                });
        if (!wrong.isEmpty()) {
            throw new IllegalStateException(
                    work
                            + ": the two sides do not compute the same function; "
                            + wrong.size()
                            + " results differ: "
                            + wrong.subList(0, Math.min(SHOWN, wrong.size())));
        }
    }

    private static double tolerance(String name) {
        if (name.endsWith(AFTER)) {
            return TOLERANCE_AFTER;
        }
        return name.startsWith(GRADIENT) ? TOLERANCE_GRADIENT : TOLERANCE;
    }

    private static double distance(HostTensor a, HostTensor b) {
        if (!Arrays.equals(a.shape(), b.shape())) {
            return Double.POSITIVE_INFINITY;
        }
        float[] x = a.toFloats();
        float[] y = b.toFloats();
        double difference = 0;
        double length = 0;
        for (int i = 0; i < x.length; i++) {
            difference += Math.pow((double) x[i] - y[i], 2);
            length += Math.pow(y[i], 2);
        }
        return difference == 0 ? 0 : Math.sqrt(difference / length);
    }
}
