package io.github.stylegan4j.autograd;

/**
 * How a gradient is taken.
 *
 * @param createGraph whether the gradient is itself recorded, so that it can be differentiated
 * @param retainGraph whether the graph stays usable for another gradient; otherwise the walk gives
 *     back, as it goes, what only the graph kept alive
 */
public record GradOptions(boolean createGraph, boolean retainGraph) {
    /** Checks that a recorded gradient keeps the graph it depends on. */
    public GradOptions {
        if (createGraph && !retainGraph) {
            throw new IllegalArgumentException(
                    "createGraph needs retainGraph: the new graph reads values of the old one");
        }
    }

    /** A plain gradient; the graph is given back. */
    public static GradOptions once() {
        return new GradOptions(false, false);
    }

    /** A plain gradient that leaves the graph usable. */
    public static GradOptions retaining() {
        return new GradOptions(false, true);
    }

    /** A gradient that can be differentiated: for gradient penalties. */
    public static GradOptions differentiable() {
        return new GradOptions(true, true);
    }
}
