package io.github.stylegan4j.autograd;

import io.github.stylegan4j.array.Buffer;
import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.array.View;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.Backends;
import io.github.stylegan4j.spi.ForwardingBackend;
import io.github.stylegan4j.spi.OpSpec;
import io.github.stylegan4j.tensor.Copy;
import io.github.stylegan4j.tensor.FusedOp;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;

/**
 * The reference backend with a kernel for every fused operation, which computes the reference.
 *
 * <p>On a backend without kernels a fused operation is recorded as the primitives of its reference,
 * and the derivative it brings is never asked for; here it is.
 */
final class ClaimingBackend extends ForwardingBackend {
    private final Backend inner;

    ClaimingBackend() {
        this(Backends.open("reference"));
    }

    private ClaimingBackend(Backend inner) {
        super(inner);
        this.inner = inner;
    }

    @Override
    public boolean supports(OpSpec op, DType dtype) {
        return op instanceof FusedOp || inner.supports(op, dtype);
    }

    @Override
    public void run(OpSpec op, View[] inputs, View[] outputs) {
        if (!(op instanceof FusedOp fused)) {
            inner.run(op, inputs, outputs);
            return;
        }
        try (Scope scope = Scope.open("kernel")) {
            Tensor[] x = new Tensor[inputs.length];
            for (int i = 0; i < x.length; i++) {
                x[i] = Tensors.of(inner, inputs[i].dtype(), inputs[i].shape(), read(inputs[i]));
            }
            inner.upload(fused.reference(x).toDoubles(), outputs[0].buffer());
        }
    }

    private double[] read(View view) {
        double[] values = new double[view.size()];
        Buffer dense = inner.allocate(view.dtype(), values.length);
        inner.run(new Copy(), new View[] {view}, new View[] {View.contiguous(dense, view.shape())});
        inner.download(dense, values);
        inner.release(dense);
        return values;
    }

    @Override
    public String id() {
        return "claiming";
    }
}
