package io.github.stylegan4j.tensor;

import java.util.ArrayList;
import java.util.List;

/**
 * Which samples of a minibatch a part of it holds: those whose number modulo {@code period} is from
 * {@code from} (included) to {@code to} (excluded), in their order.
 *
 * <p>Samples {@code k}, {@code k + period}, {@code k + 2 period} and so on always stay together.
 * With {@code period = total / G} those are exactly the groups of G samples over which {@link
 * io.github.stylegan4j.tensor.fused.MinibatchStd} takes its deviation, and the part, taken as a
 * minibatch of its own, has the same groups again. That is why the gradients of all parts, weighted
 * by their sizes, add up to that of the whole minibatch.
 *
 * @param total samples of the minibatch, 1 or more
 * @param period distance of samples that belong together; divides {@code total}
 * @param from first remainder, from 0
 * @param to end of the remainders, above {@code from} and at most {@code period}
 */
public record Rows(int total, int period, int from, int to) {
    /** Checks that the numbers fit together. */
    public Rows {
        if (total < 1 || period < 1 || total % period != 0) {
            throw new IllegalArgumentException(
                    "A minibatch of "
                            + total
                            + " samples has no parts of period "
                            + period
                            + "; allowed are divisors of its size");
        }
        if (from < 0 || to <= from || to > period) {
            throw new IllegalArgumentException(
                    "A part from "
                            + from
                            + " to "
                            + to
                            + " does not fit the period "
                            + period
                            + "; allowed is 0 <= from < to <= period");
        }
    }

    /** The whole minibatch. */
    public static Rows all(int total) {
        return new Rows(total, total, 0, total);
    }

    /**
     * Splits a minibatch into parts of whole groups, as equal as can be.
     *
     * @param total samples of the minibatch
     * @param groupSize samples of a group; min(groupSize, total) divides total
     * @param largest most samples that a part should have; a part has at least one group
     * @return the parts in order; just the whole if it is not larger
     */
    public static List<Rows> split(int total, int groupSize, int largest) {
        if (groupSize < 1 || largest < 1) {
            throw new IllegalArgumentException(
                    "Groups of "
                            + groupSize
                            + " and parts of "
                            + largest
                            + " samples were asked for; allowed is 1 or more");
        }
        int together = Math.min(groupSize, total);
        int groups = total / together;
        int perPart = Math.max(1, largest / together);
        int parts = (groups + perPart - 1) / perPart;
        List<Rows> split = new ArrayList<>();
        for (int i = 0; i < parts; i++) {
            int from = (int) ((long) groups * i / parts);
            int to = (int) ((long) groups * (i + 1) / parts);
            split.add(new Rows(total, groups, from, to));
        }
        return split;
    }

    /** Number of samples in the part. */
    public int size() {
        return runs() * (to - from);
    }

    /** How many stretches of neighbouring samples the part is made of. */
    int runs() {
        return total / period;
    }

    /** Whether it is the whole minibatch. */
    public boolean isAll() {
        return from == 0 && to == period;
    }

    /**
     * Number in the minibatch of a sample of the part.
     *
     * @param row its number in the part, from 0
     */
    public int index(int row) {
        int width = to - from;
        return row / width * period + from + row % width;
    }

    /**
     * The samples of this part.
     *
     * @param whole one row per sample of the minibatch, [total, ...]
     * @return [size, ...]; {@code whole} itself if the part is all of it
     */
    public Tensor of(Tensor whole) {
        if (whole.dim(0) != total) {
            throw new IllegalArgumentException(
                    "A part of "
                            + total
                            + " samples was asked of a tensor of shape "
                            + whole.shape()
                            + "; allowed is ["
                            + total
                            + ", ...]");
        }
        if (isAll()) {
            return whole;
        }
        int rest = whole.size() / total;
        return Scope.run(
                "part",
                () ->
                        whole.reshape(runs(), period, rest)
                                .slice(1, from, to)
                                .reshape(whole.shape().with(0, size())));
    }
}
