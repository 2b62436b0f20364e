package io.github.stylegan4j.train.tune;

import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.BackendOptions;
import io.github.stylegan4j.spi.Backends;
import io.github.stylegan4j.tuning.ConvAlgorithm;
import io.github.stylegan4j.tuning.ConvKey;
import io.github.stylegan4j.tuning.ConvMode;
import io.github.stylegan4j.tuning.DeviceKey;
import io.github.stylegan4j.tuning.TuningTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures convolutions on a device by each algorithm it has.
 *
 * <p>The device is opened once per algorithm, with that one forced, and once with its built-in
 * choices. All compute the same convolution: equal bits tell which algorithm the built-in choice
 * is, and where the device has none of its own; a result too far from the direct sum is refused.
 * Then the algorithms take turns, and medians are compared.
 */
public final class ConvTuner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConvTuner.class);

    /** Largest error of a sound algorithm, relative to the largest element. */
    private static final double TOLERANCE = 1e-3;

    /** Shorter times than this are measured several at once. */
    private static final double LEAST_MS = 2;

    private final int minibatch;
    private final Effort effort;
    private final Map<ConvMode, Backend> backends = new EnumMap<>(ConvMode.class);

    /**
     * How long to measure one convolution.
     *
     * @param seconds how long the turns go on
     * @param minTurns fewest turns
     * @param maxTurns most turns
     */
    public record Effort(double seconds, int minTurns, int maxTurns) {
        /** Checks the numbers. */
        public Effort {
            if (!(seconds >= 0 && seconds < Double.POSITIVE_INFINITY)
                    || minTurns < 1
                    || maxTurns < minTurns) {
                throw new IllegalArgumentException(
                        "effort is "
                                + seconds
                                + " s, "
                                + minTurns
                                + " to "
                                + maxTurns
                                + " turns; allowed are 0 s or more, but not for ever, and 1 turn or"
                                + " more");
            }
        }
    }

    /**
     * Opens a device.
     *
     * @param device what {@link Backends#open} takes
     * @param minibatch images convolved at once; the choice will hold for other numbers, too
     * @param effort how long to measure one convolution
     */
    public ConvTuner(String device, int minibatch, Effort effort) {
        if (minibatch < 1) {
            throw new IllegalArgumentException(
                    "minibatch is " + minibatch + "; allowed is 1 or more");
        }
        this.minibatch = minibatch;
        this.effort = effort;
        BackendOptions builtIn = BackendOptions.defaults().withTable(TuningTable.empty());
        try {
            for (ConvMode mode : ConvMode.values()) {
                backends.put(mode, Backends.open(device, builtIn.withConv(mode)));
            }
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** The device that the measurements belong to. */
    public DeviceKey device() {
        return backend(ConvMode.AUTO).tuning().device();
    }

    /** What computes, for people. */
    public String description() {
        return backend(ConvMode.AUTO).description();
    }

    private Backend backend(ConvMode mode) {
        return backends.get(mode);
    }

    /** Measures one convolution. */
    public ConvMeasurement measure(ConvKey key) {
        Map<ConvMode, ConvRun> runs = new EnumMap<>(ConvMode.class);
        try {
            backends.forEach((mode, b) -> runs.put(mode, new ConvRun(key, minibatch, b)));
            return measure(key, runs);
        } finally {
            runs.values().forEach(ConvRun::close);
            backends.values().forEach(Backend::trim);
        }
    }

    private ConvMeasurement measure(ConvKey key, Map<ConvMode, ConvRun> runs) {
        Map<ConvAlgorithm, ConvRun> candidates = new EnumMap<>(ConvAlgorithm.class);
        Map<ConvAlgorithm, Integer> bits = new EnumMap<>(ConvAlgorithm.class);
        List<ConvAlgorithm> refused = new ArrayList<>();
        float[] direct = runs.get(ConvMode.DIRECT).result();
        for (ConvMode mode : ConvMode.values()) {
            if (mode == ConvMode.AUTO) {
                continue;
            }
            ConvAlgorithm algorithm = mode.forced().orElseThrow();
            float[] result = mode == ConvMode.DIRECT ? direct : runs.get(mode).result();
            if (bits.containsValue(Arrays.hashCode(result))) {
                continue;
            }
            bits.put(algorithm, Arrays.hashCode(result));
            if (error(direct, result) > TOLERANCE) {
                LOG.warn(
                        "{} by {} is wrong by {} of its largest element; it is left out",
                        key.text(),
                        algorithm.label(),
                        error(direct, result));
                refused.add(algorithm);
                continue;
            }
            candidates.put(algorithm, runs.get(mode));
        }
        ConvAlgorithm builtIn =
                matching(bits, Arrays.hashCode(runs.get(ConvMode.AUTO).result()), key);
        return ConvMeasurement.of(key, turns(candidates), builtIn, refused);
    }

    private static ConvAlgorithm matching(
            Map<ConvAlgorithm, Integer> bits, int wanted, ConvKey key) {
        for (Map.Entry<ConvAlgorithm, Integer> e : bits.entrySet()) {
            if (e.getValue() == wanted) {
                return e.getKey();
            }
        }
        throw new IllegalStateException(
                "The device computes "
                        + key.text()
                        + " by none of the algorithms that can be forced; its choices cannot be"
                        + " measured");
    }

    /** Largest difference relative to the largest element; NaN counts as infinite. */
    static double error(float[] expected, float[] found) {
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < expected.length; i++) {
            double d = Math.abs((double) expected[i] - found[i]);
            largest = Math.max(largest, Math.abs(expected[i]));
            difference = Math.max(difference, Double.isNaN(d) ? Double.POSITIVE_INFINITY : d);
        }
        return difference == 0 ? 0 : difference / largest;
    }

    private Map<ConvAlgorithm, List<Double>> turns(Map<ConvAlgorithm, ConvRun> candidates) {
        Map<ConvAlgorithm, List<Double>> times = new EnumMap<>(ConvAlgorithm.class);
        Map<ConvAlgorithm, Integer> repeats = new EnumMap<>(ConvAlgorithm.class);
        candidates.forEach(
                (algorithm, run) -> {
                    times.put(algorithm, new ArrayList<>());
                    repeats.put(algorithm, (int) Math.ceil(LEAST_MS / warmUp(run)));
                });
        long begin = System.nanoTime();
        for (int turn = 0; turn < effort.minTurns() || goesOn(turn, begin); turn++) {
            candidates.forEach(
                    (algorithm, run) ->
                            times.get(algorithm).add(run.milliseconds(repeats.get(algorithm))));
        }
        return times;
    }

    /** Lets compilers do their work; the time it takes afterwards, in milliseconds. */
    private double warmUp(ConvRun run) {
        long begin = System.nanoTime();
        double last;
        do {
            last = Math.max(1e-3, run.milliseconds(1));
        } while (System.nanoTime() - begin < 0.5e9 * effort.seconds());
        return last;
    }

    private boolean goesOn(int turn, long begin) {
        return turn < effort.maxTurns() && System.nanoTime() - begin < effort.seconds() * 1e9;
    }

    @Override
    public void close() {
        backends.values().forEach(Backend::close);
    }
}
