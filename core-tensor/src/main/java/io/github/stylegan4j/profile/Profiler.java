package io.github.stylegan4j.profile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Measures where time goes. A program marks its phases,
 *
 * <pre>{@code
 * Profiler profiler = Profiler.on();
 * try (Backend backend = Backends.open("auto", BackendOptions.defaults().withProfiler(profiler))) {
 *     try (Phase phase = backend.profiler().phase("forward")) {
 *         ...
 *     }
 *     backend.synchronize();
 *     profiler.profile().text();
 * }
 * }</pre>
 *
 * and a backend reports each operation with the time the device took for it, when that is known: at
 * once, or later. An operation belongs to the phase in which it was started. After {@link
 * io.github.stylegan4j.spi.Backend#synchronize} nothing is outstanding.
 *
 * <p>A profiler of {@linkplain #phases phases alone} hears of no operation. A device that is later
 * than the program then tells it when it reached the beginning and the end of each phase, see
 * {@link DeviceClock}, which costs next to nothing.
 *
 * <p>A profiler that is off keeps nothing, and costs a comparison per operation. One that is on is
 * used by the thread that uses the backend.
 */
public final class Profiler {
    static final char SEPARATOR = '/';

    private static final Profiler OFF = new Profiler(false, false, null);

    private final boolean on;
    private final boolean operationsToo;
    private final @Nullable TraceLog trace;
    private final long origin = System.nanoTime();
    private final PhaseNode root = new PhaseNode("", null);
    private final Map<String, Total> operations = new LinkedHashMap<>();
    private PhaseNode current = root;
    private @Nullable DeviceClock clock;

    private static final class Total {
        private long calls;
        private long nanos;
    }

    private Profiler(boolean on, boolean operationsToo, @Nullable TraceLog trace) {
        this.on = on;
        this.operationsToo = operationsToo;
        this.trace = trace;
    }

    /** The profiler of programs that want none. */
    public static Profiler off() {
        return OFF;
    }

    /** A profiler that adds up times of phases, cheap enough to be always there. */
    public static Profiler phases() {
        return new Profiler(true, false, null);
    }

    /** A profiler that adds up times of phases and operations. */
    public static Profiler on() {
        return new Profiler(true, true, null);
    }

    /**
     * A profiler that adds up times and also keeps each of them for {@link #writeTrace}: some 40
     * bytes each, of the first two millions.
     */
    public static Profiler tracing() {
        return new Profiler(true, true, new TraceLog());
    }

    /** Whether anything is measured. */
    public boolean isOn() {
        return on;
    }

    /** Whether a backend is to report its operations. */
    public boolean measuresOperations() {
        return operationsToo;
    }

    /**
     * Goes by the clock of a device from here on; for backends, if this measures phases alone.
     *
     * @param device the device, or null when it is given back
     */
    public void follow(@Nullable DeviceClock device) {
        if (on) {
            clock = device;
        }
    }

    /**
     * Enters a phase; closing the result leaves it.
     *
     * @param name what is done; phases of one name with the same phases around them add up. It has
     *     no {@code /}
     */
    public Phase phase(String name) {
        if (!on) {
            return Phase.NONE;
        }
        if (name.isEmpty() || name.indexOf(SEPARATOR) >= 0) {
            throw new IllegalArgumentException(
                    "A phase is named '" + name + "'; allowed is a text without " + SEPARATOR);
        }
        current = current.child(name);
        if (clock != null) {
            clock.note(current::reachedBegin);
        }
        current.start = System.nanoTime();
        return new Phase(this);
    }

    /** Does something as a phase of its own. */
    public <T> T in(String phase, Supplier<T> body) {
        try (Phase p = phase(phase)) {
            return body.get();
        }
    }

    void endPhase() {
        PhaseNode ended = current;
        if (ended.parent == null) {
            throw new IllegalStateException("A phase was closed twice");
        }
        long now = System.nanoTime();
        ended.calls++;
        ended.hostNanos += now - ended.start;
        if (clock == null || !clock.note(ended::reachedEnd)) {
            ended.leftUntimed(now - ended.start);
        }
        if (trace != null) {
            trace.add(TraceLog.PHASES, ended.path, null, ended.start - origin, now - ended.start);
        }
        current = ended.parent;
    }

    /** A place in the program: the phase an operation is started in. */
    public static final class Position {
        private final PhaseNode phase;

        private Position(PhaseNode phase) {
            this.phase = phase;
        }
    }

    /** Where the program is now: for backends that learn later how long an operation took. */
    public Position position() {
        return new Position(current);
    }

    /**
     * Runs an operation of a backend that is done when its call returns, and measures it.
     *
     * @param name the operation
     * @param detail more about it for the trace, such as its shapes; asked only if there is one
     * @param operation what to run
     */
    public void measure(String name, Supplier<String> detail, Runnable operation) {
        if (!operationsToo) {
            operation.run();
            return;
        }
        PhaseNode where = current;
        long start = System.nanoTime();
        operation.run();
        add(where, name, detail, start, System.nanoTime());
    }

    /**
     * Reports an operation that is over.
     *
     * @param where where the program was when it started the operation
     * @param name the operation
     * @param detail more about it for the trace; asked only if there is one
     * @param start when the device began, on the clock of {@link System#nanoTime}
     * @param end when it was done
     */
    public void operation(
            Position where, String name, Supplier<String> detail, long start, long end) {
        if (operationsToo) {
            add(where.phase, name, detail, start, end);
        }
    }

    private void add(PhaseNode where, String name, Supplier<String> detail, long start, long end) {
        where.addOperation(end - start);
        Total total = operations.computeIfAbsent(name, n -> new Total());
        total.calls++;
        total.nanos += end - start;
        if (trace != null) {
            trace.add(TraceLog.OPERATIONS, name, detail.get(), start - origin, end - start);
        }
    }

    /** The times so far, of phases that are over. */
    public Profile profile() {
        List<PhaseTime> phases = new ArrayList<>();
        collect(root, phases);
        List<OperationTime> times = new ArrayList<>();
        operations.forEach(
                (name, t) -> times.add(new OperationTime(name, t.calls, t.nanos * 1e-9)));
        times.sort(Comparator.comparingDouble(OperationTime::seconds).reversed());
        return new Profile(phases, times);
    }

    private static void collect(PhaseNode node, List<PhaseTime> into) {
        if (node.parent != null) {
            into.add(
                    new PhaseTime(
                            node.path,
                            node.calls,
                            node.hostNanos * 1e-9,
                            node.operationNanos * 1e-9,
                            node.onDevice ? node.deviceNanos * 1e-9 : Double.NaN));
        }
        node.children.values().forEach(child -> collect(child, into));
    }

    /**
     * Writes everything that happened as a Chrome trace, which {@code chrome://tracing} and
     * ui.perfetto.dev show: one row of phases, one of the device's operations.
     *
     * @param file a JSON file in the trace event format, created or replaced
     * @throws IOException if it cannot be written
     * @throws IllegalStateException if this profiler is not {@link #tracing}
     */
    public void writeTrace(Path file) throws IOException {
        if (trace == null) {
            throw new IllegalStateException(
                    "Only a profiler made by Profiler.tracing() keeps what a trace needs");
        }
        trace.write(file);
    }
}
