package io.github.stylegan4j.tensor;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How a tensor was computed: one edge of the recorded graph.
 *
 * <p>Held by the result, so a graph lives as long as the tensors it leads to.
 */
public final class Node {
    private static final Tensor[] NONE = {};
    private static final ThreadLocal<long[]> LAST = ThreadLocal.withInitial(() -> new long[1]);

    private final Op op;
    private final Tensor @Nullable [] inputs;
    private final int[] versions;
    private final long number;

    Node(Op op, Tensor[] inputs) {
        this.op = op;
        this.inputs = inputs;
        this.number = next(inputs);
        this.versions = new int[inputs.length];
        for (int i = 0; i < inputs.length; i++) {
            versions[i] = inputs[i].version();
        }
    }

    private Node(Op op, long number) {
        this.op = op;
        this.number = number;
        this.inputs = null;
        this.versions = new int[0];
    }

    /** The thread's next number; above that of every input, wherever that was recorded. */
    private static long next(Tensor[] inputs) {
        long[] last = LAST.get();
        for (Tensor x : inputs) {
            Node node = x.node();
            if (node != null) {
                last[0] = Math.max(last[0], node.number);
            }
        }
        return ++last[0];
    }

    /** The number of the node that this thread recorded last. */
    static long lastNumber() {
        return LAST.get()[0];
    }

    /** Records what the body computes under the numbers it had when the last one was another. */
    static <T> T numberedFrom(long start, Supplier<T> body) {
        long[] last = LAST.get();
        long now = last[0];
        last[0] = start;
        try {
            return body.get();
        } finally {
            last[0] = Math.max(now, last[0]);
        }
    }

    /** Its place in the order of recording: a result's number is above those of its inputs. */
    public long number() {
        return number;
    }

    /** What stays of a node when its graph was given back. */
    Node givenBack() {
        return new Node(op, number);
    }

    /** Whether the graph behind this node was given back by a gradient taken through it. */
    public boolean isGivenBack() {
        return inputs == null;
    }

    /** The operation. */
    public Op op() {
        return op;
    }

    /** The operation's inputs, none if it was given back; not to be modified. */
    public Tensor[] inputs() {
        return inputs == null ? NONE : inputs;
    }

    /** Whether the derivative by any tracked input reads the value of input {@code i}. */
    boolean readsInput(int i) {
        Tensor[] x = inputs();
        for (int of = 0; of < x.length; of++) {
            if (x[of].isTracked() && op.vjpReads(of, i)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the derivative by any tracked input reads the value of the result. */
    boolean readsOutput() {
        Tensor[] x = inputs();
        for (int of = 0; of < x.length; of++) {
            if (x[of].isTracked() && op.vjpReadsOutput(of)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Checks that nothing the derivative reads was updated in place since the node was recorded.
     *
     * @param result the tensor this is the node of
     * @throws IllegalStateException naming the operation and the input, or the result
     */
    public void checkUnchanged(Tensor result) {
        // What reads its result has computed it into memory of its own, never updated before.
        if (result.version() != 0 && readsOutput()) {
            throw new IllegalStateException(
                    "The result "
                            + result.shape()
                            + " of "
                            + op.name()
                            + " was updated in place, but its derivative reads it; take the"
                            + " gradient before the update");
        }
        Tensor[] x = inputs();
        for (int i = 0; i < x.length; i++) {
            if (x[i].version() != versions[i] && readsInput(i)) {
                throw new IllegalStateException(
                        "Input "
                                + i
                                + " "
                                + x[i].shape()
                                + " of "
                                + op.name()
                                + " was updated in place after it was used; take the gradient"
                                + " before the update");
            }
        }
    }
}
