package io.github.stylegan4j.autograd;

import io.github.stylegan4j.tensor.FusedOp;
import io.github.stylegan4j.tensor.Node;
import io.github.stylegan4j.tensor.Op;
import io.github.stylegan4j.tensor.Recomputed;
import io.github.stylegan4j.tensor.Recording;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Reverse-mode differentiation of recorded operations, to any order.
 *
 * <p>Every derivative is computed with ordinary tensor operations; {@link
 * GradOptions#createGraph()} only says whether those are recorded too. Only paths between the
 * output and the wanted inputs are walked.
 */
public final class Autograd {
    private Autograd() {}

    /**
     * Computes something whose inner values are not kept for the gradient but computed once more
     * when it passes: less memory for more time, and the same bits. It works under gradients of any
     * order; one that keeps its graph ({@link GradOptions#retainGraph()}) keeps the inner values
     * from then on.
     *
     * @param name what it is, for messages
     * @param inputs every tracked tensor that the body reads, parameters included
     * @param body computes one new tensor, and the same again when it is run again
     * @throws IllegalArgumentException when the body reads a tracked tensor that is no input
     */
    public static Tensor checkpoint(String name, Collection<Tensor> inputs, Supplier<Tensor> body) {
        return Recomputed.run(name, inputs, body);
    }

    /** Gradient of a one-element output; the graph is given back. */
    public static Gradients grad(Tensor output, Collection<Tensor> inputs) {
        return grad(output, inputs, GradOptions.once());
    }

    /**
     * Gradient of a one-element output with respect to any tensors.
     *
     * @throws IllegalArgumentException when the output has more than one element, or an input is
     *     not tracked
     */
    public static Gradients grad(Tensor output, Collection<Tensor> inputs, GradOptions options) {
        if (output.size() != 1) {
            throw new IllegalArgumentException(
                    "The gradient of a tensor of shape "
                            + output.shape()
                            + " needs a cotangent; sum it to one element or pass one");
        }
        return Scope.run(
                "grad",
                () -> grad(List.of(output), List.of(Tensors.onesLike(output)), inputs, options));
    }

    /**
     * Vector-Jacobian product: the gradient of {@code sum_i <outputs_i, cotangents_i>}.
     *
     * @param outputs what to differentiate
     * @param cotangents for each output a tensor of its shape
     * @param inputs tensors, tracked when the outputs were computed
     * @throws IllegalArgumentException when shapes do not fit or an input is not tracked
     * @throws IllegalStateException when the graph was given back or a value was updated in place
     */
    public static Gradients grad(
            List<Tensor> outputs,
            List<Tensor> cotangents,
            Collection<Tensor> inputs,
            GradOptions options) {
        check(outputs, cotangents, inputs);
        return Scope.run(
                "grad",
                () ->
                        options.createGraph()
                                ? Recording.on(() -> walk(outputs, cotangents, inputs, options))
                                : Recording.off(() -> walk(outputs, cotangents, inputs, options)));
    }

    private static void check(
            List<Tensor> outputs, List<Tensor> cotangents, Collection<Tensor> inputs) {
        if (outputs.size() != cotangents.size()) {
            throw new IllegalArgumentException(
                    outputs.size() + " outputs but " + cotangents.size() + " cotangents");
        }
        for (int i = 0; i < outputs.size(); i++) {
            if (!outputs.get(i).shape().equals(cotangents.get(i).shape())) {
                throw new IllegalArgumentException(
                        "Output "
                                + i
                                + " has shape "
                                + outputs.get(i).shape()
                                + ", its cotangent "
                                + cotangents.get(i).shape());
            }
        }
        if (outputs.stream().noneMatch(Tensor::isTracked)) {
            throw new IllegalArgumentException(
                    "Nothing was recorded of how "
                            + outputs
                            + " was computed: recording was off, or it depends on no tracked"
                            + " tensor");
        }
        for (Tensor x : inputs) {
            if (!x.isTracked()) {
                throw new IllegalArgumentException(
                        "Tensor "
                                + x
                                + " is not tracked; call track() on it before computing with it");
            }
        }
    }

    private static Gradients walk(
            List<Tensor> outputs,
            List<Tensor> cotangents,
            Collection<Tensor> inputs,
            GradOptions options) {
        GraphOrder graph = new GraphOrder(outputs, inputs);
        Cotangents flowing = new Cotangents(!options.createGraph());
        for (int i = 0; i < outputs.size(); i++) {
            flowing.hold(cotangents.get(i));
            if (graph.needs(outputs.get(i))) {
                flowing.add(outputs.get(i), cotangents.get(i));
            }
        }
        Map<Tensor, Tensor> wanted = new IdentityHashMap<>();
        inputs.forEach(x -> wanted.put(x, x));
        Map<Tensor, Tensor> found = new IdentityHashMap<>();
        for (Tensor t = graph.next(); t != null; t = graph.next()) {
            Tensor g = flowing.take(t);
            if (g != null) {
                if (wanted.containsKey(t)) {
                    flowing.hold(g);
                    found.put(t, g);
                }
                unfold(t, graph);
                propagate(t, g, graph, flowing, options);
                flowing.letGo(g);
            }
            if (!options.retainGraph() && t.node() != null) {
                t.leaveGraph();
            }
        }
        return new Gradients(List.copyOf(inputs), found);
    }

    private static void unfold(Tensor t, GraphOrder graph) {
        Node node = t.node();
        while (node != null && node.op() instanceof Recomputed recomputed) {
            recomputed.unfold(t);
            graph.unfolded(t);
            node = t.node();
        }
    }

    private static void propagate(
            Tensor t, Tensor g, GraphOrder graph, Cotangents flowing, GradOptions options) {
        Node node = t.node();
        if (node == null) {
            return;
        }
        Tensor[] x = node.inputs();
        boolean[] wanted = new boolean[x.length];
        boolean any = false;
        for (int i = 0; i < x.length; i++) {
            wanted[i] = x[i].isTracked() && graph.needs(x[i]);
            any |= wanted[i];
        }
        if (!any) {
            return;
        }
        node.checkUnchanged(t);
        Tensor[] contributions =
                Scope.run(node.op().name(), () -> vjps(node.op(), wanted, g, t, x, options));
        hand(contributions, x, flowing);
    }

    /** Holds all contributions first: an operation may return one tensor for two inputs. */
    private static void hand(Tensor[] contributions, Tensor[] x, Cotangents flowing) {
        for (Tensor c : contributions) {
            if (c != null) {
                flowing.hold(c);
            }
        }
        for (int i = 0; i < x.length; i++) {
            if (contributions[i] != null) {
                flowing.add(x[i], contributions[i]);
                flowing.letGo(contributions[i]);
            }
        }
    }

    private static Tensor[] vjps(
            Op op, boolean[] wanted, Tensor g, Tensor y, Tensor[] x, GradOptions options) {
        if (op instanceof FusedOp fused && !fused.hasVjp()) {
            return VjpThroughReference.vjps(fused, wanted, g, x, options);
        }
        return op.vjps(wanted, g, y, x);
    }
}
