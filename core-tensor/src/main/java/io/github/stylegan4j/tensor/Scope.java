package io.github.stylegan4j.tensor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/**
 * A lexical lifetime: tensors created by this thread while a scope is innermost are closed with it.
 *
 * <p>{@link #run} lets its result escape into the enclosing scope, together with what the result's
 * recorded graph still needs: interior tensors whose values no derivative reads give their memory
 * back at once. Tensors created outside any scope belong to the caller, who closes them.
 */
public final class Scope implements AutoCloseable {
    private static final ThreadLocal<Scope> CURRENT = new ThreadLocal<>();

    private final String name;
    private final Scope parent;
    private final Thread thread = Thread.currentThread();
    private final List<Tensor> members = new ArrayList<>();
    private boolean closed;

    private Scope(String name, Scope parent) {
        this.name = name;
        this.parent = parent;
    }

    /** Opens a scope inside the current one; close it with try-with-resources. */
    public static Scope open(String name) {
        Scope s = new Scope(name, CURRENT.get());
        CURRENT.set(s);
        return s;
    }

    /**
     * Runs {@code body} in a scope of its own; the tensors of its result escape.
     *
     * @param <T> a {@link Tensor}; an array, {@link Iterable}, {@link java.util.Map} or {@link
     *     java.util.Optional} of results; an {@link Escaping} object; or anything that holds no
     *     tensors
     */
    public static <T> T run(String name, Supplier<T> body) {
        try (Scope scope = open(name)) {
            T result = body.get();
            scope.letEscape(Escaping.tensorsIn(result));
            return result;
        }
    }

    /** The innermost open scope of this thread, or null. */
    static Scope current() {
        return CURRENT.get();
    }

    /** The name given at opening, as errors about tensors used too late show it. */
    public String name() {
        return name;
    }

    /** Number of tensors that will be closed with this scope. */
    public int size() {
        return members.size();
    }

    /** Moves a tensor of an inner scope into this one, so that it lives as long. */
    public Tensor adopt(Tensor tensor) {
        tensor.moveTo(this);
        return tensor;
    }

    /** Closes a tensor early if it belongs to the innermost scope; leaves any other alone. */
    public static void discard(Tensor tensor) {
        if (tensor.scope() != null && tensor.scope() == CURRENT.get()) {
            tensor.close("an early end within its scope");
        }
    }

    void requireOpen() {
        if (closed) {
            throw new IllegalStateException(
                    "Scope '" + name + "' is closed and can take no tensor in");
        }
    }

    void add(Tensor tensor) {
        tensor.slot = members.size();
        members.add(tensor);
    }

    void remove(Tensor tensor) {
        Tensor last = members.remove(members.size() - 1);
        if (last != tensor) {
            members.set(tensor.slot, last);
            last.slot = tensor.slot;
        }
    }

    private void letEscape(List<Tensor> results) {
        Deque<Tensor> pending = new ArrayDeque<>();
        for (Tensor t : results) {
            if (t.scope() == this) {
                t.moveTo(parent);
            }
            // One that was adopted elsewhere or kept has a graph in here all the same.
            pending.push(t);
        }
        List<Tensor> interior = new ArrayList<>();
        while (!pending.isEmpty()) {
            Tensor t = pending.pop();
            Node node = t.node();
            if (node == null) {
                continue;
            }
            if (node.readsOutput()) {
                t.valueRead = true;
            }
            Tensor[] inputs = node.inputs();
            for (int i = 0; i < inputs.length; i++) {
                Tensor x = inputs[i];
                if (node.readsInput(i)) {
                    x.valueRead = true;
                }
                if (x.scope() == this) {
                    x.moveTo(parent);
                    x.ownedByGraph = true;
                    interior.add(x);
                    pending.push(x);
                }
            }
        }
        for (Tensor t : interior) {
            if (!t.valueRead) {
                t.dropValue();
            }
        }
    }

    /** Closes every tensor that still belongs to this scope. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        if (CURRENT.get() != this || Thread.currentThread() != thread) {
            throw new IllegalStateException(
                    "Scope '"
                            + name
                            + "' is not the innermost open scope of this thread; close scopes in"
                            + " reverse order of opening");
        }
        String reason = "the end of scope '" + name + "'";
        while (!members.isEmpty()) {
            members.get(members.size() - 1).close(reason);
        }
        closed = true;
        if (parent == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(parent);
        }
    }
}
