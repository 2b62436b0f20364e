package io.github.stylegan4j.train.health;

import java.util.Arrays;

/** The gap between scores since a resolution began: its median then and now. */
final class GapHistory {
    private static final int WINDOW = 5;

    private final double[] first = new double[WINDOW];
    private final double[] last = new double[WINDOW];
    private int count;

    void add(double gap) {
        if (count < WINDOW) {
            first[count] = gap;
        }
        last[count % WINDOW] = gap;
        count++;
    }

    void clear() {
        count = 0;
    }

    /** Whether the two windows are full and apart. */
    boolean known() {
        return count >= 2 * WINDOW;
    }

    double then() {
        return median(first);
    }

    double now() {
        return median(last);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[WINDOW / 2];
    }
}
