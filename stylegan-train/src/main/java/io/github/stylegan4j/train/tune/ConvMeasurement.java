package io.github.stylegan4j.train.tune;

import io.github.stylegan4j.tuning.ConvAlgorithm;
import io.github.stylegan4j.tuning.ConvKey;
import io.github.stylegan4j.tuning.TuningTable;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How long a convolution takes by each algorithm.
 *
 * @param key the convolution
 * @param milliseconds median time of each sound algorithm that the device has for it
 * @param builtIn what the device computes it by when nothing was measured
 * @param chosen the fastest algorithm that was worth a change, or else the built-in one; if that is
 *     refused, the fastest of the others
 * @param refused algorithms whose results were wrong
 */
public record ConvMeasurement(
        ConvKey key,
        Map<ConvAlgorithm, Double> milliseconds,
        ConvAlgorithm builtIn,
        ConvAlgorithm chosen,
        List<ConvAlgorithm> refused) {
    /** How much faster another algorithm must be to be worth other roundings. */
    private static final double WORTH = 1.05;

    /** In what share of the turns it must have been the faster one. */
    private static final double WINS = 0.7;

    /** Copies the collections. */
    public ConvMeasurement {
        Map<ConvAlgorithm, Double> copy = new EnumMap<>(ConvAlgorithm.class);
        copy.putAll(milliseconds);
        milliseconds = Collections.unmodifiableMap(copy);
        refused = List.copyOf(refused);
        boolean known = copy.containsKey(builtIn) || refused.contains(builtIn);
        if (!known || !copy.containsKey(chosen)) {
            throw new IllegalArgumentException(
                    key.text() + " was measured by " + copy.keySet() + " alone");
        }
    }

    /**
     * Chooses by the times of all turns: an algorithm takes the place of the built-in one if its
     * median is at least 5 % shorter and it won seven turns of ten, so that noise does not change
     * what a device computes.
     *
     * @param times the times of each algorithm, in milliseconds, turn by turn
     */
    static ConvMeasurement of(
            ConvKey key,
            Map<ConvAlgorithm, List<Double>> times,
            ConvAlgorithm builtIn,
            List<ConvAlgorithm> refused) {
        Map<ConvAlgorithm, Double> medians = new EnumMap<>(ConvAlgorithm.class);
        times.forEach((algorithm, list) -> medians.put(algorithm, median(list)));
        ConvAlgorithm best =
                Collections.min(medians.entrySet(), Map.Entry.comparingByValue()).getKey();
        if (refused.contains(builtIn)) {
            return new ConvMeasurement(key, medians, builtIn, best, refused);
        }
        List<Double> ours = times.getOrDefault(best, List.of());
        List<Double> before = times.getOrDefault(builtIn, List.of());
        int wins = 0;
        for (int i = 0; i < Math.min(ours.size(), before.size()); i++) {
            wins += ours.get(i) < before.get(i) ? 1 : 0;
        }
        boolean worth = median(before) > WORTH * median(ours) && wins >= WINS * ours.size();
        return new ConvMeasurement(key, medians, builtIn, worth ? best : builtIn, refused);
    }

    private static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    /**
     * How many times as fast the chosen algorithm is as the built-in one; 1 if it is the same, NaN
     * if the built-in one is refused, which is not timed.
     */
    public double gain() {
        return milliseconds.getOrDefault(builtIn, Double.NaN)
                / milliseconds.getOrDefault(chosen, Double.NaN);
    }

    /** A table with this choice in it, if it differs from the built-in one. */
    TuningTable into(TuningTable table) {
        return chosen == builtIn ? table.without(key) : table.with(key, chosen);
    }

    /** A table with the choices of all measurements that differ from the built-in ones. */
    public static TuningTable into(TuningTable table, List<ConvMeasurement> measurements) {
        TuningTable result = table;
        for (ConvMeasurement m : measurements) {
            result = m.into(result);
        }
        return result;
    }
}
