package io.github.stylegan4j.tensor;

import io.github.stylegan4j.array.Shape;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A stretch of computation that keeps nothing but its inputs and its result: what lies between is
 * computed once more when a gradient passes, and given back after it.
 *
 * <p>When a gradient comes to the result, {@link #unfold} puts the recorded operations in the place
 * of this one, numbered as if they had been recorded the first time. From then on the graph is the
 * one that would have been recorded without, so gradients of any order have the same bits.
 *
 * <p>Source: Chen et al., "Training Deep Nets with Sublinear Memory Cost" (arXiv 1604.06174).
 */
public final class Recomputed implements FusedOp {
    private final String name;
    private final Supplier<Tensor> body;
    private final Shape shape;
    private final long start;

    private Recomputed(String name, Supplier<Tensor> body, Shape shape, long start) {
        this.name = name;
        this.body = body;
        this.shape = shape;
        this.start = start;
    }

    /**
     * Computes something without keeping what lies between.
     *
     * @param name what it is, for messages and scopes
     * @param inputs every tracked tensor that the body reads, parameters included; they must keep
     *     their values until the gradient is taken
     * @param body computes one new tensor; it is run again for the gradient and must then do the
     *     same, also where it draws random numbers
     * @throws IllegalArgumentException when the body reads a tracked tensor that is no input
     */
    public static Tensor run(String name, Collection<Tensor> inputs, Supplier<Tensor> body) {
        if (!Recording.isOn() || inputs.stream().noneMatch(Tensor::isTracked)) {
            return Scope.run(name, body);
        }
        Tensor[] x = inputs.toArray(new Tensor[0]);
        long start = Node.lastNumber();
        boolean[] tracked = {false};
        Tensor value =
                Scope.run(
                        name,
                        () -> {
                            Tensor y = body.get();
                            tracked[0] = y.node() != null;
                            within(y, x, name);
                            return y.detach();
                        });
        if (!tracked[0]) {
            return value;
        }
        Node node = new Node(new Recomputed(name, body, value.shape(), start), x);
        Tensor result = new Tensor(value.share(), value.view(), node);
        value.close();
        return result;
    }

    /**
     * Computes a result's inner values anew and puts their graph in the place of this operation.
     *
     * @param result a tensor whose node has this operation
     * @throws IllegalStateException when an input was updated in place or given back meanwhile
     */
    public void unfold(Tensor result) {
        Node node = result.node();
        if (node == null || node.op() != this) {
            throw new IllegalArgumentException("This is not the result of " + name);
        }
        node.checkUnchanged(result);
        Tensor again = Node.numberedFrom(start, () -> Recording.on(() -> Scope.run(name, body)));
        Scope here = Scope.current();
        for (Tensor inner : within(again, node.inputs(), name)) {
            if (inner != again && inner.scope() == here) {
                inner.moveTo(result.scope());
            }
        }
        result.continueAs(again);
        again.close();
    }

    /** What a result was computed from, up to the inputs, itself included. */
    private static Set<Tensor> within(Tensor y, Tensor[] inputs, String name) {
        Set<Tensor> outside = Collections.newSetFromMap(new IdentityHashMap<>());
        Collections.addAll(outside, inputs);
        Set<Tensor> inside = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Tensor> pending = new ArrayDeque<>();
        pending.push(y);
        while (!pending.isEmpty()) {
            Tensor t = pending.pop();
            if (outside.contains(t) || !t.isTracked() || !inside.add(t)) {
                continue;
            }
            Node node = t.node();
            if (node == null) {
                throw new IllegalArgumentException(
                        "What is to be recomputed as '"
                                + name
                                + "' reads the tracked tensor "
                                + t
                                + ", which is not among its inputs; name it there");
            }
            for (Tensor x : node.inputs()) {
                pending.push(x);
            }
        }
        return inside;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Shape outputShape(Shape... inputs) {
        return shape;
    }

    @Override
    public Tensor reference(Tensor... x) {
        return body.get();
    }

    /** The operation that ends the body may read its result. */
    @Override
    public boolean vjpReadsOutput(int of) {
        return true;
    }
}
