package io.github.stylegan4j.nn;

import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.UpdateOp;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A part of a network: its trainable parameters, its other state, and the parts it is made of, each
 * named once at registration.
 *
 * <p>Full names are dotted paths, such as {@code mapping.dense0.weight}, in registration order. A
 * module owns its tensors and gives them back at {@link #close()}.
 */
public abstract class Module implements AutoCloseable {
    private final Map<String, Tensor> parameters = new LinkedHashMap<>();
    private final Map<String, Tensor> buffers = new LinkedHashMap<>();
    private final Map<String, Module> children = new LinkedHashMap<>();

    /** For subclasses. */
    protected Module() {}

    /**
     * Registers a trainable parameter; it leaves its scope and is tracked.
     *
     * @return the tensor, updated in place by optimizers
     */
    protected final Tensor parameter(String name, Tensor initial) {
        register(name, parameters, initial.keep().track());
        return initial;
    }

    /**
     * Registers state that is saved but not trained, such as a running average; it leaves its
     * scope.
     *
     * @return the tensor, updated in place
     */
    protected final Tensor buffer(String name, Tensor initial) {
        register(name, buffers, initial.keep());
        return initial;
    }

    /** Registers a part. */
    protected final <M extends Module> M child(String name, M module) {
        register(name, children, module);
        return module;
    }

    private <T> void register(String name, Map<String, T> into, T what) {
        Objects.requireNonNull(what, name);
        if (name.isEmpty() || name.indexOf('.') >= 0) {
            throw new IllegalArgumentException(
                    "A name in a module must not be empty or contain a dot, got '" + name + "'");
        }
        if (parameters.containsKey(name)
                || buffers.containsKey(name)
                || children.containsKey(name)) {
            throw new IllegalArgumentException(
                    getClass().getSimpleName() + " already has something named '" + name + "'");
        }
        into.put(name, what);
    }

    /** All trainable parameters, own first, by full name. */
    public final Map<String, Tensor> parameters() {
        Map<String, Tensor> all = new LinkedHashMap<>();
        collect("", all, true, false);
        return all;
    }

    /** All state that is not trained, own first, by full name. */
    public final Map<String, Tensor> buffers() {
        Map<String, Tensor> all = new LinkedHashMap<>();
        collect("", all, false, true);
        return all;
    }

    /** Parameters and other state together, by full name: what a network file holds. */
    public final Map<String, Tensor> state() {
        Map<String, Tensor> all = new LinkedHashMap<>();
        collect("", all, true, true);
        return all;
    }

    /** The direct parts by name. */
    public final Map<String, Module> children() {
        return Map.copyOf(children);
    }

    private void collect(String prefix, Map<String, Tensor> all, boolean trainable, boolean other) {
        if (trainable) {
            parameters.forEach((n, t) -> all.put(prefix + n, t));
        }
        if (other) {
            buffers.forEach((n, t) -> all.put(prefix + n, t));
        }
        children.forEach((n, m) -> m.collect(prefix + n + ".", all, trainable, other));
    }

    /** Number of trainable numbers. */
    public final long parameterCount() {
        return parameters().values().stream().mapToLong(Tensor::size).sum();
    }

    /**
     * Copies parameters and other state from a module of the same structure.
     *
     * @throws IllegalArgumentException when names or shapes differ
     */
    public final void copyFrom(Module source) {
        Map<String, Tensor> to = state();
        Map<String, Tensor> from = source.state();
        if (!to.keySet().equals(from.keySet())) {
            throw new IllegalArgumentException(
                    "Modules of different structure: " + to.keySet() + " and " + from.keySet());
        }
        to.forEach((name, t) -> new UpdateOp.CopyInto().apply(new Tensor[] {t}, from.get(name)));
    }

    /** Gives back all tensors of this module and its parts. */
    @Override
    public void close() {
        state().values().forEach(Tensor::close);
    }
}
