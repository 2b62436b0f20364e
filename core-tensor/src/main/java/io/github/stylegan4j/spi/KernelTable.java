package io.github.stylegan4j.spi;

import io.github.stylegan4j.array.View;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** A backend's table from operation class to kernel. */
public final class KernelTable {
    /**
     * Executes one class of operations.
     *
     * @param <O> the operation
     */
    @FunctionalInterface
    public interface Kernel<O extends OpSpec> {
        /** Computes {@code op} from the inputs into the outputs, as {@link Backend#run} says. */
        void run(O op, View[] inputs, View[] outputs);
    }

    private final Map<Class<?>, Kernel<?>> kernels = new HashMap<>();

    /** Adds a kernel. */
    public <O extends OpSpec> KernelTable on(Class<O> type, Kernel<? super O> kernel) {
        if (kernels.put(type, kernel) != null) {
            throw new IllegalStateException("Two kernels for " + type.getSimpleName());
        }
        return this;
    }

    /** Whether there is a kernel for this class of operations. */
    public boolean has(Class<?> type) {
        return kernels.containsKey(type);
    }

    /** The operation classes with a kernel. */
    public Set<Class<?>> types() {
        return Set.copyOf(kernels.keySet());
    }

    /** Runs the kernel of {@code op}'s class. */
    @SuppressWarnings("unchecked") // on() pairs each class with a kernel of that class
    public void run(OpSpec op, View[] inputs, View[] outputs) {
        Kernel<OpSpec> kernel = (Kernel<OpSpec>) kernels.get(op.getClass());
        if (kernel == null) {
            throw new IllegalStateException("No kernel for operation " + op.name());
        }
        kernel.run(op, inputs, outputs);
    }
}
