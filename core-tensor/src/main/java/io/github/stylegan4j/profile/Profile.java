package io.github.stylegan4j.profile;

import java.util.List;
import java.util.Locale;

/**
 * Where time went, summed up.
 *
 * @param phases phases of the program, each before those nested in it
 * @param operations kinds of operations of the device, the longest first
 */
public record Profile(List<PhaseTime> phases, List<OperationTime> operations) {
    private static final int NAME = 44;

    /** Copies the lists. */
    public Profile {
        phases = List.copyOf(phases);
        operations = List.copyOf(operations);
    }

    /** Time of all operations together. */
    public double operationSeconds() {
        return operations.stream().mapToDouble(OperationTime::seconds).sum();
    }

    /** Time of all phases together. */
    public double phaseSeconds() {
        return phases.stream().filter(p -> p.depth() == 0).mapToDouble(PhaseTime::seconds).sum();
    }

    /**
     * Two tables for people, of phases and of operations: calls, seconds in total, milliseconds per
     * call, and share of all. A phase's total is {@link PhaseTime#seconds}, and {@code device} the
     * part of it that operations took.
     */
    public String text() {
        StringBuilder out = new StringBuilder();
        out.append(head("phase", "device s"));
        for (PhaseTime p : phases) {
            String name = "  ".repeat(p.depth()) + p.name();
            row(out, name, p.calls(), p.seconds(), phaseSeconds());
            out.append(String.format(Locale.ROOT, " %10.3f%n", p.operationSeconds()));
        }
        out.append(String.format("%n")).append(head("operation", ""));
        for (OperationTime o : operations) {
            row(out, o.name(), o.calls(), o.seconds(), operationSeconds());
            out.append(String.format("%n"));
        }
        return out.toString();
    }

    private static String head(String what, String last) {
        return String.format(
                "%-" + NAME + "s %9s %10s %10s %8s %10s%n",
                what,
                "calls",
                "total s",
                "mean ms",
                "share",
                last);
    }

    private static void row(StringBuilder out, String name, long calls, double total, double all) {
        out.append(
                String.format(
                        Locale.ROOT,
                        "%-" + NAME + "s %9d %10.3f %10.3f %6.1f %%",
                        name,
                        calls,
                        total,
                        calls == 0 ? 0 : total / calls * 1e3,
                        all == 0 ? 0 : total / all * 100));
    }
}
