package io.github.stylegan4j.tensor;

import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.array.View;
import io.github.stylegan4j.spi.Backend;
import java.lang.ref.Cleaner;
import org.jspecify.annotations.Nullable;

/**
 * A multi-dimensional array on a backend, and the record of how it was computed.
 *
 * <p>Operations return new tensors and never change their operands; movement operations share
 * memory. The lifetime is that of the {@link Scope} it was created in, or the caller's if there was
 * none. A tensor is used by one thread at a time.
 */
public final class Tensor extends TensorOps implements AutoCloseable {
    private final Shape shape;
    private final DType dtype;
    private final Backend backend;
    private @Nullable Storage storage;
    private @Nullable View view;
    private @Nullable Node node;
    private boolean leaf;
    private @Nullable String closedBy;
    private @Nullable Scope scope;
    private Cleaner.@Nullable Cleanable net;

    /** Position in the scope's member list. */
    int slot;

    /** Whether a recorded derivative reads this value. */
    boolean valueRead;

    /** Whether it outlives its scope only because a recorded graph needs it. */
    boolean ownedByGraph;

    Tensor(Storage storage, View view, @Nullable Node node) {
        this.shape = view.shape();
        this.dtype = view.dtype();
        this.backend = storage.backend;
        this.storage = storage;
        this.view = view;
        this.node = node;
        enter(Scope.current());
    }

    @Override
    Tensor self() {
        return this;
    }

    /** Extents. */
    public Shape shape() {
        return shape;
    }

    /** Element type. */
    public DType dtype() {
        return dtype;
    }

    /** Where it lives. */
    public Backend backend() {
        return backend;
    }

    /** Extent of one axis; negative counts from the last. */
    public int dim(int axis) {
        return shape.dim(axis);
    }

    /** Number of elements. */
    public int size() {
        return shape.size();
    }

    /**
     * The strided window on the backend's buffer.
     *
     * @throws IllegalStateException when the tensor was closed, naming what closed it
     */
    public View view() {
        if (view == null) {
            throw closed();
        }
        return view;
    }

    /** Whether the value is gone. */
    public boolean isClosed() {
        return storage == null;
    }

    // ---- differentiation -------------------------------------------------------------------

    /**
     * Marks this tensor as one that gradients are wanted for; operations on it are recorded from
     * now on.
     *
     * @return this tensor
     */
    public Tensor track() {
        leaf = true;
        return this;
    }

    /** Whether operations on this tensor are recorded. */
    public boolean isTracked() {
        return leaf || node != null;
    }

    /** How it was computed; null for a leaf and for what was computed without recording. */
    public @Nullable Node node() {
        return node;
    }

    /** The same value without its history. */
    public Tensor detach() {
        return new Tensor(share(), view(), null);
    }

    /**
     * Gives the graph behind this tensor back, and the tensor itself if only the graph kept it; for
     * a differentiator that has passed it for the last time.
     */
    public void leaveGraph() {
        if (node != null) {
            node = node.givenBack();
        }
        if (ownedByGraph) {
            close("the gradient that was taken through it; pass retainGraph to take another");
        }
    }

    /** Takes over how an equal tensor was computed. */
    void continueAs(Tensor same) {
        node = same.node;
    }

    int version() {
        return storage == null ? 0 : storage.version();
    }

    // ---- lifetime --------------------------------------------------------------------------

    /** Takes this tensor out of its scope: from now on the caller closes it. */
    public Tensor keep() {
        moveTo(null);
        ownedByGraph = false;
        return this;
    }

    @Nullable Scope scope() {
        return scope;
    }

    void moveTo(@Nullable Scope target) {
        if (scope == target) {
            return;
        }
        if (target != null) {
            target.requireOpen();
        }
        leave();
        enter(target);
    }

    private void enter(@Nullable Scope target) {
        scope = target;
        if (target != null) {
            target.add(this);
        } else if (storage != null) {
            net = LeakNet.watch(this, storage);
        }
    }

    private void leave() {
        if (scope != null) {
            scope.remove(this);
            scope = null;
        }
        if (net != null) {
            LeakNet.unwatch(net);
            net = null;
        }
    }

    /** Gives the memory back; closing twice is harmless. */
    @Override
    public void close() {
        close("a call of close()");
    }

    void close(String reason) {
        if (storage == null && scope == null) {
            return;
        }
        leave();
        if (node != null) {
            node = node.givenBack();
        }
        release(reason);
    }

    /** Gives the value back but stays in the graph. */
    void dropValue() {
        release("the end of its scope: no derivative reads its value");
        if (net != null) {
            LeakNet.unwatch(net);
            net = null;
        }
    }

    private void release(String reason) {
        if (storage != null) {
            closedBy = reason;
            storage.release();
            storage = null;
            view = null;
        }
    }

    Storage share() {
        return storage().share();
    }

    void changed() {
        storage().changed();
    }

    private Storage storage() {
        if (storage == null) {
            throw closed();
        }
        return storage;
    }

    private IllegalStateException closed() {
        return new IllegalStateException(
                "Tensor "
                        + shape
                        + " was closed by "
                        + closedBy
                        + "; return it from Scope.run, adopt it into an outer scope, or keep()"
                        + " it");
    }

    // ---- reading ---------------------------------------------------------------------------

    /** A copy of the elements in row-major order; waits for the backend. */
    public double[] toDoubles() {
        return Executor.read(this, new double[size()], (b, out) -> backend.download(b, out));
    }

    /** A copy of the elements in row-major order, rounded to single precision; waits likewise. */
    public float[] toFloats() {
        return Executor.read(this, new float[size()], (b, out) -> backend.download(b, out));
    }

    /**
     * The only element.
     *
     * @throws IllegalStateException when there is not exactly one
     */
    public double item() {
        if (size() != 1) {
            throw new IllegalStateException(
                    "item() needs a tensor of one element, this one has shape " + shape);
        }
        return toDoubles()[0];
    }

    /** Element type and shape; not the values, which may be still in computation. */
    @Override
    public String toString() {
        return dtype + shape.toString() + (storage == null ? " (closed)" : "");
    }
}
