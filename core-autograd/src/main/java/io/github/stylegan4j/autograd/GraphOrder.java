package io.github.stylegan4j.autograd;

import io.github.stylegan4j.tensor.Node;
import io.github.stylegan4j.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The part of a recorded graph that lies between outputs and inputs, in the reverse of the order of
 * recording, in which every tensor comes before what it was computed from. Iterative, so depth is
 * no limit.
 *
 * <p>The order depends on nothing but the recorded operations, so that sums of gradients have the
 * same bits whether a part was kept or is computed again.
 */
final class GraphOrder {
    private final Set<Tensor> needed = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Tensor> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final PriorityQueue<Tensor> waiting =
            new PriorityQueue<>(Comparator.comparingLong(GraphOrder::number).reversed());

    private record Visit(Tensor tensor, boolean inputsDone) {}

    GraphOrder(List<Tensor> outputs, Collection<Tensor> inputs) {
        needed.addAll(inputs);
        Deque<Visit> pending = new ArrayDeque<>();
        outputs.forEach(y -> pending.push(new Visit(y, false)));
        explore(pending);
    }

    /** Leaves have none and come last. */
    private static long number(Tensor t) {
        Node node = t.node();
        return node == null ? 0 : node.number();
    }

    /** Takes in what a tensor was computed from, now that its node is another. */
    void unfolded(Tensor t) {
        Deque<Visit> pending = new ArrayDeque<>();
        for (Tensor x : inputsOf(t)) {
            if (x.isTracked() && !seen.contains(x)) {
                pending.push(new Visit(x, false));
            }
        }
        explore(pending);
    }

    private void explore(Deque<Visit> pending) {
        while (!pending.isEmpty()) {
            Visit v = pending.pop();
            if (v.inputsDone()) {
                finish(v.tensor());
            } else if (seen.add(v.tensor())) {
                pending.push(new Visit(v.tensor(), true));
                for (Tensor x : inputsOf(v.tensor())) {
                    if (x.isTracked() && !seen.contains(x)) {
                        pending.push(new Visit(x, false));
                    }
                }
            }
        }
    }

    private void finish(Tensor t) {
        for (Tensor x : inputsOf(t)) {
            if (needed.contains(x)) {
                needed.add(t);
                break;
            }
        }
        if (needed.contains(t)) {
            waiting.add(t);
        }
    }

    private static Tensor[] inputsOf(Tensor t) {
        Node node = t.node();
        if (node == null) {
            return new Tensor[0];
        }
        if (node.isGivenBack()) {
            throw new IllegalStateException(
                    "The graph behind "
                            + t
                            + " (result of "
                            + node.op().name()
                            + ") was given back by an earlier gradient or by closing it; pass"
                            + " retainGraph to the earlier gradient");
        }
        return node.inputs();
    }

    /** The next needed tensor, consumers before what they were computed from; null at the end. */
    @Nullable Tensor next() {
        return waiting.poll();
    }

    /** Whether a gradient must flow to this tensor. */
    boolean needs(Tensor t) {
        return needed.contains(t);
    }
}
