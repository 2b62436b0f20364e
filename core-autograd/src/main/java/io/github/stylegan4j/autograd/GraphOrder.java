package io.github.stylegan4j.autograd;

import io.github.stylegan4j.tensor.Node;
import io.github.stylegan4j.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * The part of a recorded graph that lies between outputs and inputs, in an order in which every
 * tensor comes before what it was computed from. Iterative, so depth is no limit.
 */
final class GraphOrder {
    private final Set<Tensor> needed = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<Tensor> order = new ArrayList<>();

    private record Visit(Tensor tensor, boolean inputsDone) {}

    GraphOrder(List<Tensor> outputs, Collection<Tensor> inputs) {
        needed.addAll(inputs);
        Set<Tensor> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Visit> pending = new ArrayDeque<>();
        outputs.forEach(y -> pending.push(new Visit(y, false)));
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
        Collections.reverse(order);
    }

    private void finish(Tensor t) {
        for (Tensor x : inputsOf(t)) {
            if (needed.contains(x)) {
                needed.add(t);
                break;
            }
        }
        if (needed.contains(t)) {
            order.add(t);
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

    /** Needed tensors, consumers before what they were computed from. */
    List<Tensor> tensors() {
        return order;
    }

    /** Whether a gradient must flow to this tensor. */
    boolean needs(Tensor t) {
        return needed.contains(t);
    }
}
