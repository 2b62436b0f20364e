package io.github.stylegan4j.conformance;

import io.github.stylegan4j.array.Buffer;
import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.array.View;
import io.github.stylegan4j.reference.ReferenceBackend;
import io.github.stylegan4j.spi.ForwardingBackend;
import io.github.stylegan4j.spi.OpSpec;
import io.github.stylegan4j.tensor.FusedOp;
import io.github.stylegan4j.tensor.Recording;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;

/**
 * The reference device with a kernel for every fused operation, which computes the operation's
 * reference.
 *
 * <p>On a device without the kernel a fused operation dissolves into primitives, and the derivative
 * that its record brings is never asked for. Here it is, in double precision.
 */
final class FusedKernelBackend extends ForwardingBackend {
    private final ReferenceBackend inner = new ReferenceBackend();

    FusedKernelBackend() {
        super(new ReferenceBackend());
    }

    @Override
    public String id() {
        return "reference+fused";
    }

    @Override
    public boolean supports(OpSpec op, DType dtype) {
        return op instanceof FusedOp || super.supports(op, dtype);
    }

    @Override
    public void run(OpSpec op, View[] inputs, View[] outputs) {
        if (!(op instanceof FusedOp fused)) {
            super.run(op, inputs, outputs);
            return;
        }
        try (Scope scope = Scope.open("kernel")) {
            Tensor[] x = new Tensor[inputs.length];
            for (int i = 0; i < x.length; i++) {
                View v = inputs[i];
                x[i] = Tensors.of(inner, v.dtype(), v.shape(), elements(v));
            }
            Tensor y = Recording.off(() -> fused.reference(x));
            upload(y.toDoubles(), outputs[0].buffer());
        }
    }

    private double[] elements(View v) {
        Buffer buffer = v.buffer();
        double[] stored = new double[buffer.length()];
        download(buffer, stored);
        double[] values = new double[v.size()];
        for (int i = 0; i < values.length; i++) {
            int rest = i;
            int at = v.offset();
            for (int axis = v.shape().rank() - 1; axis >= 0; axis--) {
                at += rest % v.shape().dim(axis) * v.stride(axis);
                rest /= v.shape().dim(axis);
            }
            values[i] = stored[at];
        }
        return values;
    }

    @Override
    public void close() {
        inner.close();
        super.close();
    }
}
