package io.github.stylegan4j.tensor;

import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.array.View;
import io.github.stylegan4j.spi.Backend;
import java.util.List;

/** Makes tensors: from host values, constants, and other tensors joined. */
public final class Tensors {
    private Tensors() {}

    /** Runs an operation on tensors: the funnel behind every method of {@link Tensor}. */
    public static Tensor apply(Op op, Tensor... inputs) {
        return Executor.apply(op, inputs);
    }

    static Tensor source(Backend backend, SourceOp op) {
        return Executor.source(backend, op);
    }

    /** A tensor of the backend's default element type with the given elements, row-major. */
    public static Tensor of(Backend backend, Shape shape, double... values) {
        return of(backend, backend.defaultDType(), shape, values);
    }

    /**
     * A tensor with the given elements, row-major.
     *
     * @throws IllegalArgumentException when there are not {@code shape.size()} values
     */
    public static Tensor of(Backend backend, DType dtype, Shape shape, double... values) {
        Storage s = storageFor(backend, dtype, shape, values.length);
        return filled(s, shape, () -> backend.upload(values, s.buffer));
    }

    /** A tensor of the backend's default element type with the given elements, row-major. */
    public static Tensor of(Backend backend, Shape shape, float[] values) {
        return of(backend, backend.defaultDType(), shape, values);
    }

    /**
     * A tensor with the given elements, row-major.
     *
     * @throws IllegalArgumentException when there are not {@code shape.size()} values
     */
    public static Tensor of(Backend backend, DType dtype, Shape shape, float[] values) {
        Storage s = storageFor(backend, dtype, shape, values.length);
        return filled(s, shape, () -> backend.upload(values, s.buffer));
    }

    private static Tensor filled(Storage s, Shape shape, Runnable upload) {
        try {
            upload.run();
        } catch (RuntimeException | Error e) {
            s.release();
            throw e;
        }
        return new Tensor(s, View.contiguous(s.buffer, shape), null);
    }

    private static Storage storageFor(Backend backend, DType dtype, Shape shape, int values) {
        if (values != shape.size()) {
            throw new IllegalArgumentException(
                    "Shape "
                            + shape
                            + " has "
                            + shape.size()
                            + " elements, but "
                            + values
                            + " values were given");
        }
        if (!backend.supports(dtype)) {
            throw new IllegalArgumentException(
                    "Device " + backend.id() + " has no element type " + dtype);
        }
        return new Storage(backend, backend.allocate(dtype, shape.size()));
    }

    /** Every element is {@code value}. */
    public static Tensor full(Backend backend, Shape shape, double value) {
        return full(backend, backend.defaultDType(), shape, value);
    }

    /** Every element is {@code value}. */
    public static Tensor full(Backend backend, DType dtype, Shape shape, double value) {
        return source(backend, new SourceOp.Fill(shape, dtype, value));
    }

    /** Every element is 0. */
    public static Tensor zeros(Backend backend, Shape shape) {
        return full(backend, shape, 0);
    }

    /** Every element is 1. */
    public static Tensor ones(Backend backend, Shape shape) {
        return full(backend, shape, 1);
    }

    /** Zeros of another tensor's shape, element type and backend. */
    public static Tensor zerosLike(Tensor t) {
        return full(t.backend(), t.dtype(), t.shape(), 0);
    }

    /** Ones of another tensor's shape, element type and backend. */
    public static Tensor onesLike(Tensor t) {
        return full(t.backend(), t.dtype(), t.shape(), 1);
    }

    /** A tensor of rank 0. */
    public static Tensor scalar(Backend backend, double value) {
        return full(backend, Shape.scalar(), value);
    }

    /** The numbers {@code start + i * step} for i from 0 to {@code count - 1}, shape [count]. */
    public static Tensor range(Backend backend, double start, double step, int count) {
        return source(
                backend, new SourceOp.Range(Shape.of(count), backend.defaultDType(), start, step));
    }

    /** Joins tensors along an existing axis; the other extents agree. */
    public static Tensor concat(int axis, Tensor... parts) {
        if (parts.length == 0) {
            throw new IllegalArgumentException("concat needs at least one tensor, got none");
        }
        return parts.length == 1 ? parts[0] : apply(new Concat(parts[0].shape().axis(axis)), parts);
    }

    /** Joins tensors along an existing axis; the other extents agree. */
    public static Tensor concat(int axis, List<Tensor> parts) {
        return concat(axis, parts.toArray(new Tensor[0]));
    }

    /** Joins tensors of one shape along a new axis. */
    public static Tensor stack(int axis, Tensor... parts) {
        if (parts.length == 0) {
            throw new IllegalArgumentException("stack needs at least one tensor, got none");
        }
        Tensor[] expanded = new Tensor[parts.length];
        for (int i = 0; i < parts.length; i++) {
            expanded[i] = parts[i].unsqueeze(axis);
        }
        return concat(axis < 0 ? axis + parts[0].shape().rank() + 1 : axis, expanded);
    }

    /** Elements of {@code a} where {@code condition} is not 0, else of {@code b}; broadcasts. */
    public static Tensor where(Tensor condition, Tensor a, Tensor b) {
        Shape s = Shape.broadcast(Shape.broadcast(condition.shape(), a.shape()), b.shape());
        return apply(new Where(), condition.expand(s), a.expand(s), b.expand(s));
    }
}
