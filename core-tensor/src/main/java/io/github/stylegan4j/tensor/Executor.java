package io.github.stylegan4j.tensor;

import io.github.stylegan4j.array.Buffer;
import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.array.View;
import io.github.stylegan4j.spi.Backend;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The one place where operations are run and recorded. */
final class Executor {
    private static final View[] NO_VIEWS = {};

    private Executor() {}

    static Tensor apply(Op op, Tensor... x) {
        checkCount(op, x.length);
        Backend backend = commonBackend(op.name(), x);
        DType[] dtypes = commonTypes(op.name(), x);
        Shape shape = op.outputShape(shapes(x));
        if (op instanceof FusedOp fused && !backend.supports(op, dtypes[0])) {
            return Scope.run(op.name(), () -> fused.reference(x));
        }
        Node node = record(op, x);
        if (op instanceof ViewOp v) {
            View view = v.apply(x[0].view());
            return new Tensor(x[0].share(), view, node);
        }
        try {
            return compute(backend, op, views(x), op.outputDType(dtypes), shape, node);
        } finally {
            // A kernel sees views only: the leak net must not take their buffers for lost
            // meanwhile.
            Reference.reachabilityFence(x);
        }
    }

    /** Runs an operation with several results, or its reference where that may be recorded. */
    static Tensor[] joint(JointOp op, Tensor... x) {
        Backend backend = commonBackend(op.name(), x);
        DType dtype = commonTypes(op.name(), x)[0];
        Shape[] shapes = op.outputShapes(shapes(x));
        if (isRecorded(x) || !backend.supports(op, dtype) || anyEmpty(shapes)) {
            return Scope.run(op.name(), () -> op.reference(x));
        }
        List<Tensor> results = new ArrayList<>();
        try {
            for (Shape s : shapes) {
                Storage storage = new Storage(backend, backend.allocate(dtype, s.size()));
                results.add(new Tensor(storage, View.contiguous(storage.buffer, s), null));
            }
            Tensor[] all = results.toArray(new Tensor[0]);
            backend.run(op, views(x), views(all));
            return all;
        } catch (RuntimeException | Error e) {
            results.forEach(Tensor::close);
            throw e;
        } finally {
            Reference.reachabilityFence(x);
        }
    }

    private static boolean anyEmpty(Shape[] shapes) {
        for (Shape s : shapes) {
            if (s.size() == 0) {
                return true;
            }
        }
        return false;
    }

    private static Shape[] shapes(Tensor[] x) {
        Shape[] shapes = new Shape[x.length];
        for (int i = 0; i < x.length; i++) {
            shapes[i] = x[i].shape();
        }
        return shapes;
    }

    private static DType[] commonTypes(String op, Tensor[] x) {
        DType[] dtypes = new DType[x.length];
        for (int i = 0; i < x.length; i++) {
            dtypes[i] = x[i].dtype();
            if (dtypes[i] != dtypes[0]) {
                throw new IllegalArgumentException(
                        op
                                + " got element types "
                                + dtypes[0]
                                + " and "
                                + dtypes[i]
                                + "; cast one of them");
            }
        }
        return dtypes;
    }

    private static void checkCount(Op op, int found) {
        int expected = op.inputCount();
        if (expected != Op.ANY_COUNT && expected != found) {
            throw new IllegalArgumentException(
                    op.name()
                            + " has "
                            + expected
                            + (expected == 1 ? " input" : " inputs")
                            + ", got "
                            + found
                            + (expected == 0 ? "; make it with Tensors or Rng" : ""));
        }
    }

    static Tensor source(Backend backend, SourceOp op) {
        if (!backend.supports(op.dtype())) {
            throw new IllegalArgumentException(
                    "Device " + backend.id() + " has no element type " + op.dtype());
        }
        return compute(backend, op, NO_VIEWS, op.dtype(), op.shape(), null);
    }

    static void update(UpdateOp op, Tensor[] targets, Tensor... inputs) {
        Backend backend = commonBackend(op.name(), targets);
        if (inputs.length > 0 && commonBackend(op.name(), inputs) != backend) {
            throw elsewhere(op.name(), backend, inputs[0].backend());
        }
        View[] out = views(targets);
        for (View v : out) {
            if (!v.isContiguous()) {
                throw new IllegalArgumentException(
                        op.name() + " updates whole tensors in place, not the strided view " + v);
            }
        }
        op.check(targets, inputs);
        try (Scope scope = Scope.open(op.name())) {
            Tensor[] safe = Recording.off(() -> apart(out, inputs));
            if (backend.supports(op, targets[0].dtype())) {
                backend.run(op, views(safe), out);
                for (Tensor t : targets) {
                    t.changed();
                }
            } else {
                Tensor[] values = Recording.off(() -> op.reference(targets, safe));
                for (int i = 0; i < targets.length; i++) {
                    update(new UpdateOp.CopyInto(), new Tensor[] {targets[i]}, values[i]);
                }
            }
        } finally {
            Reference.reachabilityFence(targets);
            Reference.reachabilityFence(inputs);
        }
    }

    /**
     * The inputs of an update, copied where they look at a target's memory in any way but as that
     * target does: a kernel may write one element before it reads another.
     */
    private static Tensor[] apart(View[] targets, Tensor[] inputs) {
        Set<Buffer> written = Collections.newSetFromMap(new IdentityHashMap<>());
        for (View v : targets) {
            written.add(v.buffer());
        }
        Tensor[] safe = inputs.clone();
        for (int i = 0; i < inputs.length; i++) {
            View v = inputs[i].view();
            boolean same =
                    i < targets.length
                            && v.buffer() == targets[i].buffer()
                            && v.offset() == targets[i].offset()
                            && v.isContiguous();
            if (!same && written.contains(v.buffer())) {
                safe[i] = apply(new Copy(), inputs[i]);
            }
        }
        return safe;
    }

    static <A> A read(Tensor t, A out, BiConsumer<Buffer, A> download) {
        View v = t.view();
        if (!v.isContiguous() || v.offset() != 0) {
            try (Scope scope = Scope.open("read")) {
                return read(Recording.off(() -> apply(new Copy(), t)), out, download);
            }
        }
        try {
            download.accept(v.buffer(), out);
            return out;
        } finally {
            Reference.reachabilityFence(t);
        }
    }

    private static Tensor compute(
            Backend backend, Op op, View[] in, DType dtype, Shape shape, @Nullable Node node) {
        Storage storage = new Storage(backend, backend.allocate(dtype, shape.size()));
        View out = View.contiguous(storage.buffer, shape);
        try {
            if (shape.size() > 0) {
                backend.run(op, in, new View[] {out});
            }
        } catch (RuntimeException | Error e) {
            storage.release();
            throw e;
        }
        return new Tensor(storage, out, node);
    }

    private static @Nullable Node record(Op op, Tensor[] x) {
        return isRecorded(x) ? new Node(op, x.clone()) : null;
    }

    private static boolean isRecorded(Tensor[] x) {
        if (Recording.isOn()) {
            for (Tensor t : x) {
                if (t.isTracked()) {
                    return true;
                }
            }
        }
        return false;
    }

    private static Backend commonBackend(String op, Tensor[] x) {
        if (x.length == 0) {
            throw new IllegalArgumentException(op + " needs at least one tensor, got none");
        }
        Backend backend = x[0].backend();
        for (Tensor t : x) {
            if (t.backend() != backend) {
                throw elsewhere(op, backend, t.backend());
            }
        }
        return backend;
    }

    private static IllegalArgumentException elsewhere(String op, Backend a, Backend b) {
        return new IllegalArgumentException(
                op
                        + " got tensors on "
                        + a.id()
                        + " and on "
                        + (a.id().equals(b.id()) ? "another " : "")
                        + b.id()
                        + "; copy one over with Tensors.of(backend, shape, values)");
    }

    private static View[] views(Tensor[] x) {
        View[] v = new View[x.length];
        for (int i = 0; i < x.length; i++) {
            v[i] = x[i].view();
        }
        return v;
    }
}
