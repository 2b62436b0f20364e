package io.github.stylegan4j.nn;

import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.UpdateOp;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A part of a network: its trainable parameters, its other state, and the parts it is made of, each
 * named once at registration.
 *
 * <p>Full names are dotted paths, such as {@code mapping.dense0.weight}, in registration order. A
 * module owns its tensors and gives them back at {@link #close()}.
 */
public abstract class Module implements AutoCloseable {
    private final Map<String, Parameter> parameters = new LinkedHashMap<>();
    private final Map<String, Tensor> buffers = new LinkedHashMap<>();
    private final Map<String, Module> children = new LinkedHashMap<>();

    /** For subclasses. */
    protected Module() {}

    /**
     * Registers a trainable parameter; its tensor leaves its scope and is tracked.
     *
     * @return where to read the tensor at every use
     */
    protected final Parameter parameter(String name, Tensor initial) {
        requireFree(name);
        Parameter parameter = new Parameter(initial.keep().track());
        parameters.put(name, parameter);
        return parameter;
    }

    /**
     * Registers state that is saved but not trained, such as a running average; it leaves its
     * scope.
     *
     * @return the tensor, updated in place
     */
    protected final Tensor buffer(String name, Tensor initial) {
        requireFree(name);
        buffers.put(name, initial.keep());
        return initial;
    }

    /** Registers a part. */
    protected final <M extends Module> M child(String name, M module) {
        requireFree(name);
        children.put(name, module);
        return module;
    }

    /** Before anything is changed, so that what is refused stays its scope's. */
    private void requireFree(String name) {
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

    /** The direct parts by name, in registration order. */
    public final Map<String, Module> children() {
        return Collections.unmodifiableMap(children);
    }

    private void collect(String prefix, Map<String, Tensor> all, boolean trainable, boolean other) {
        if (trainable) {
            parameters.forEach((n, p) -> all.put(prefix + n, p.value()));
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
     * Runs {@code body} with other tensors in place of some parameters: the module as a function of
     * them, for checking its derivatives or differentiating through an update.
     *
     * @param substitutes tensors of the parameters' shapes, by full name; they stay the caller's
     * @throws IllegalArgumentException when there is no such parameter or the shape differs
     */
    public final <T> T withParameters(Map<String, Tensor> substitutes, Supplier<T> body) {
        Map<String, Parameter> all = new LinkedHashMap<>();
        collectParameters("", all);
        substitutes.forEach((name, t) -> checkSubstitute(name, all.get(name), t));
        Map<Parameter, Tensor> before = new LinkedHashMap<>();
        substitutes.forEach(
                (name, t) -> {
                    Parameter p = Objects.requireNonNull(all.get(name));
                    before.put(p, p.exchange(t));
                });
        try {
            return body.get();
        } finally {
            before.forEach(Parameter::exchange);
        }
    }

    private static void checkSubstitute(String name, @Nullable Parameter parameter, Tensor t) {
        if (parameter == null || !parameter.value().shape().equals(t.shape())) {
            throw new IllegalArgumentException(
                    "Cannot put "
                            + t
                            + " in place of parameter "
                            + name
                            + (parameter == null
                                    ? ", which does not exist"
                                    : " of shape " + parameter.value().shape()));
        }
    }

    private void collectParameters(String prefix, Map<String, Parameter> all) {
        parameters.forEach((n, p) -> all.put(prefix + n, p));
        children.forEach((n, m) -> m.collectParameters(prefix + n + ".", all));
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
        to.forEach(
                (name, t) ->
                        new UpdateOp.CopyInto()
                                .apply(new Tensor[] {t}, Objects.requireNonNull(from.get(name))));
    }

    /** Gives back all tensors of this module and its parts. */
    @Override
    public void close() {
        state().values().forEach(Tensor::close);
    }
}
