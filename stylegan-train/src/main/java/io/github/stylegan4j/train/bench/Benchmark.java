package io.github.stylegan4j.train.bench;

import io.github.stylegan4j.io.HostTensor;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.BackendOptions;
import io.github.stylegan4j.spi.Backends;
import io.github.stylegan4j.tensor.Rng;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Measures pieces of work on a device, and on a peer in alternation.
 *
 * <p>Each work gets a fresh device and fresh processes of the peer, one for each {@link Layout}.
 * First both sides compute from the same inputs and the results are compared; a difference ends the
 * benchmark. Then, after a warm-up, they take turns: the multiply-add limit, ours, the peer in one
 * layout, the peer in the other, and again.
 *
 * @param device what {@link Backends#open} takes
 * @param options how it is opened
 * @param peer where the peer is, null to measure only ours
 * @param effort how long to measure
 */
public record Benchmark(
        String device, BackendOptions options, @Nullable PeerSetup peer, Effort effort) {
    private static final long SEED = 1;
    private static final int WARM_UPS = 3;

    /**
     * How long a work is measured.
     *
     * @param warmUpSeconds how long each side repeats the work before it is measured, at least
     *     three times
     * @param seconds how long the turns go on
     * @param minTurns fewest turns
     * @param maxTurns most turns
     */
    public record Effort(double warmUpSeconds, double seconds, int minTurns, int maxTurns) {}

    /** A benchmark of a device with its default choices. */
    public Benchmark(String device, @Nullable PeerSetup peer, Effort effort) {
        this(device, BackendOptions.defaults(), peer, effort);
    }

    /** Measures one piece of work. */
    public BenchResult measure(WorkSpec spec) throws IOException {
        if (peer != null) {
            check(spec, peer);
        }
        long start = System.nanoTime();
        try (Backend backend = Backends.open(device, options);
                OwnWork ours = open(spec, backend, new Rng(SEED, 0));
                PeerProcesses peers = new PeerProcesses()) {
            if (peer == null) {
                ours.run();
                double ms = (System.nanoTime() - start) * 1e-6;
                return turns(spec, backend, ours, peers, new First(ms, 1e3 * ProcessAge.seconds()));
            }
            Map<String, HostTensor> inputs = ours.inputs();
            for (Layout layout : Layout.values()) {
                peers.start(peer, spec, layout, inputs);
            }
            return turns(spec, backend, ours, peers, First.UNKNOWN);
        }
    }

    /** The first repetition: since the device was opened, and since the process began. */
    private record First(double ms, double ageMs) {
        static final First UNKNOWN = new First(Double.NaN, Double.NaN);
    }

    /** Compares both sides, on a device and in processes of their own: peaks shall not show it. */
    private void check(WorkSpec spec, PeerSetup setup) throws IOException {
        try (Backend backend = Backends.open(device, options);
                OwnWork ours = open(spec, backend, new Rng(SEED, 0))) {
            Map<String, HostTensor> inputs = ours.inputs();
            Map<String, HostTensor> outputs = ours.outputs();
            for (Layout layout : Layout.values()) {
                try (PeerProcesses one = new PeerProcesses()) {
                    Comparison.check(
                            spec.title() + " (" + layout + ")",
                            outputs,
                            one.start(setup, spec, layout, inputs).outputs());
                }
            }
        }
    }

    /**
     * Sets a piece of work up on a device, for whoever measures in another way.
     *
     * @param backend a device of single precision, which the caller closes after the work
     */
    public static Work work(WorkSpec spec, Backend backend) {
        return open(spec, backend, new Rng(SEED, 0));
    }

    /** Sets a piece of work up on a device, with inputs drawn from {@code rng}. */
    static OwnWork open(WorkSpec spec, Backend backend, Rng rng) {
        return switch (spec.kind()) {
            case MATMUL, CONV_FORWARD, CONV_BY_IMAGES, CONV_BY_WEIGHTS ->
                    SingleOpWork.open(spec, backend, rng);
            case CHAIN -> new ChainWork(spec, backend, rng);
            case STEP -> new StepWork(spec, backend, rng);
            case GENERATE -> new GenerateWork(spec, backend, rng);
        };
    }

    private BenchResult turns(
            WorkSpec spec, Backend backend, OwnWork ours, PeerProcesses all, First first) {
        List<PeerProcess> peers = all.list();
        warmUp(() -> time(ours));
        peers.forEach(p -> warmUp(p::run));
        Limit.measure(backend); // compiles its kernel
        List<Double> limits = new ArrayList<>();
        List<Double> ourTimes = new ArrayList<>();
        List<List<Double>> peerTimes = new ArrayList<>();
        peers.forEach(p -> peerTimes.add(new ArrayList<>()));
        long begin = System.nanoTime();
        for (int turn = 0; turn < effort.minTurns() || goesOn(turn, begin); turn++) {
            limits.add(Limit.measure(backend));
            ourTimes.add(time(ours));
            for (int i = 0; i < peers.size(); i++) {
                peerTimes.get(i).add(peers.get(i).run());
            }
        }
        List<BenchResult.PeerTime> results = new ArrayList<>();
        for (int i = 0; i < peers.size(); i++) {
            results.add(
                    new BenchResult.PeerTime(
                            peers.get(i).layout(),
                            Quartiles.of(peerTimes.get(i)),
                            peers.get(i).peakBytes()));
        }
        return new BenchResult(
                spec,
                backend.id(),
                Quartiles.of(ourTimes),
                backend.memory().peakLiveBytes(),
                backend.memory().liveBytes() + backend.memory().pooledBytes(),
                first.ms,
                first.ageMs,
                Quartiles.of(limits),
                ourTimes.size(),
                results.stream().min(Comparator.comparing(p -> p.ms().median())).orElse(null));
    }

    private boolean goesOn(int turn, long begin) {
        return turn < effort.maxTurns() && System.nanoTime() - begin < effort.seconds() * 1e9;
    }

    private void warmUp(Runnable repetition) {
        long begin = System.nanoTime();
        for (int i = 0;
                i < WARM_UPS || System.nanoTime() - begin < effort.warmUpSeconds() * 1e9;
                i++) {
            repetition.run();
        }
    }

    private static double time(Work work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) * 1e-6;
    }
}
