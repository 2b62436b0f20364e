package io.github.stylegan4j.conformance;

import io.github.stylegan4j.autograd.Autograd;
import io.github.stylegan4j.autograd.GradOptions;
import io.github.stylegan4j.autograd.Gradients;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * First and second derivatives of a function along fixed directions: with cotangent p, the gradient
 * of &lt;p, f(x)&gt; by every input, and the gradient by every input of that gradient's product
 * with directions d.
 *
 * @param first gradients by the inputs
 * @param second gradients of the first gradients' product with the directions
 */
record Derivatives(List<double[]> first, List<double[]> second) {
    static Derivatives of(Function<List<Tensor>, Tensor> f, List<Tensor> inputs, String seed) {
        try (Scope scope = Scope.open("derivatives")) {
            List<Tensor> x = inputs.stream().map(t -> t.detach().track()).toList();
            Tensor y = f.apply(x);
            Tensor p = direction(y, seed + " cotangent");
            Gradients g = Autograd.grad(List.of(y), List.of(p), x, GradOptions.differentiable());
            List<double[]> first = new ArrayList<>();
            List<Tensor> outputs = new ArrayList<>();
            List<Tensor> directions = new ArrayList<>();
            for (int i = 0; i < x.size(); i++) {
                Tensor gi = g.get(x.get(i));
                first.add(gi.toDoubles());
                if (gi.isTracked()) {
                    outputs.add(gi);
                    directions.add(direction(gi, seed + " direction " + i));
                }
            }
            return new Derivatives(first, second(outputs, directions, x));
        }
    }

    private static List<double[]> second(
            List<Tensor> outputs, List<Tensor> directions, List<Tensor> x) {
        if (outputs.isEmpty()) {
            return x.stream().map(t -> new double[t.size()]).toList();
        }
        Gradients g = Autograd.grad(outputs, directions, x, GradOptions.once());
        return x.stream().map(t -> g.get(t).toDoubles()).toList();
    }

    /** The same values on every device. */
    private static Tensor direction(Tensor like, String seed) {
        double[] values = Domain.NORMAL.draw(Seeds.random(seed), like.size());
        return Tensors.of(like.backend(), like.dtype(), like.shape(), values);
    }

    void check(String what, Derivatives found, double tolerance) {
        for (int i = 0; i < first.size(); i++) {
            Closeness.check(
                    what + ", gradient by input " + i, first.get(i), found.first.get(i), tolerance);
        }
        for (int i = 0; i < second.size(); i++) {
            Closeness.check(
                    what + ", second derivative by input " + i,
                    second.get(i),
                    found.second.get(i),
                    tolerance);
        }
    }
}
