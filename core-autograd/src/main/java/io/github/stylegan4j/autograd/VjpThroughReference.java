package io.github.stylegan4j.autograd;

import io.github.stylegan4j.tensor.Expand;
import io.github.stylegan4j.tensor.FusedOp;
import io.github.stylegan4j.tensor.Recording;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;

/**
 * The derivative of a fused operation that brings none: its reference is computed once more, this
 * time recorded, and differentiated.
 */
final class VjpThroughReference {
    private VjpThroughReference() {}

    static Tensor[] vjps(FusedOp op, boolean[] wanted, Tensor g, Tensor[] x, GradOptions options) {
        Tensor[] alias = new Tensor[x.length];
        List<Tensor> inputs = new ArrayList<>();
        for (int i = 0; i < x.length; i++) {
            alias[i] = options.createGraph() ? linked(x[i]) : x[i].detach();
            if (wanted[i]) {
                inputs.add(alias[i].track());
            }
        }
        Tensor y = Recording.on(() -> op.reference(alias));
        GradOptions inner =
                options.createGraph() ? GradOptions.differentiable() : GradOptions.once();
        Gradients grads = Autograd.grad(List.of(y), List.of(g), inputs, inner);
        Tensor[] result = new Tensor[x.length];
        for (int i = 0; i < x.length; i++) {
            if (wanted[i] && grads.reached(alias[i])) {
                result[i] = grads.get(alias[i]);
            }
        }
        return result;
    }

    /** The same value as a tensor of its own that gradients flow back through. */
    private static Tensor linked(Tensor x) {
        return Tensors.apply(new Expand(x.shape()), x);
    }
}
