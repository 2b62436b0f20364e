package io.github.stylegan4j.tensor.fused;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import io.github.stylegan4j.tensor.UpdateOp;

/**
 * One Adam step on many parameters at once, or none of it if a gradient is not finite.
 *
 * <p>Targets, in this order: the parameters, their first moments {@code m}, their second moments
 * {@code v} (each list in the same order and of the same shapes), and {@code powers} [2], which
 * holds {@code (beta1^t, beta2^t)} after {@code t} steps and starts at (1, 1). Inputs: a gradient
 * per parameter, and {@code finite}, of rank 0. No target may share memory with another.
 *
 * <pre>{@code if finite != 0:
 *     powers   = powers * (beta1, beta2)
 *     m        = beta1 * m + (1 - beta1) * g
 *     v        = beta2 * v + (1 - beta2) * g^2
 *     rate     = learningRate * sqrt(1 - powers[1]) / (1 - powers[0])
 *     p        = p - rate * m / (sqrt(v) + epsilon)}</pre>
 *
 * <p>If {@code finite} is 0 every target keeps its bits, whatever the gradients hold: a kernel
 * selects, it does not multiply by 0. Source: arXiv 1412.6980, algorithm 1 in the reordered form
 * that ends its section 2, as in TensorFlow 1: epsilon is added outside the root and is not
 * corrected for bias.
 *
 * @param learningRate step size, 0 or more
 * @param beta1 decay of the first moment, from 0 to below 1
 * @param beta2 decay of the second moment, from 0 to below 1
 * @param epsilon what is added to the root, above 0
 */
public record AdamStep(double learningRate, double beta1, double beta2, double epsilon)
        implements UpdateOp {
    /** Checks the attributes. */
    public AdamStep {
        if (!(learningRate >= 0) || Double.isInfinite(learningRate)) {
            throw new IllegalArgumentException(
                    "adam_step needs a finite learning rate of at least 0, got " + learningRate);
        }
        if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1)) {
            throw new IllegalArgumentException(
                    "adam_step needs betas from 0 to below 1, got " + beta1 + " and " + beta2);
        }
        Checks.epsilon("adam_step", epsilon);
    }

    @Override
    public String name() {
        return "adam_step";
    }

    /** How many parameters such a list of targets has. */
    public static int parameterCount(int targets) {
        return (targets - 1) / 3;
    }

    @Override
    public Tensor[] reference(Tensor[] targets, Tensor[] inputs) {
        int n = parameterCount(targets.length);
        Tensor finite = inputs[n];
        Tensor old = targets[3 * n];
        Tensor power1 = old.slice(0, 0, 1).mul(beta1);
        Tensor power2 = old.slice(0, 1, 2).mul(beta2);
        Tensor rate =
                power2.affine(-1, 1)
                        .sqrt()
                        .mul(learningRate)
                        .div(power1.affine(-1, 1))
                        .reshape(Shape.scalar());
        Tensor[] result = new Tensor[targets.length];
        for (int i = 0; i < n; i++) {
            Tensor g = inputs[i];
            Tensor p = targets[i];
            Tensor m = targets[n + i].mul(beta1).add(g.mul(1 - beta1));
            Tensor v = targets[2 * n + i].mul(beta2).add(g.square().mul(1 - beta2));
            Tensor step = m.div(v.sqrt().add(epsilon)).mul(rate);
            result[i] = Tensors.where(finite, p.sub(step), p);
            result[n + i] = Tensors.where(finite, m, targets[n + i]);
            result[2 * n + i] = Tensors.where(finite, v, targets[2 * n + i]);
        }
        result[3 * n] = Tensors.where(finite, Tensors.concat(0, power1, power2), old);
        return result;
    }

    @Override
    public void check(Tensor[] targets, Tensor[] inputs) {
        int n = inputs.length - 1;
        if (n < 1 || targets.length != 3 * n + 1) {
            throw new IllegalArgumentException(
                    name()
                            + " of n parameters needs 3 n + 1 targets and n + 1 inputs, got "
                            + targets.length
                            + " and "
                            + inputs.length);
        }
        for (int i = 0; i < n; i++) {
            Shape s = targets[i].shape();
            Checks.shape(name(), "a gradient of parameter " + i, s, inputs[i].shape());
            Checks.shape(name(), "a first moment " + i, s, targets[n + i].shape());
            Checks.shape(name(), "a second moment " + i, s, targets[2 * n + i].shape());
        }
        Checks.shape(name(), "beta powers", Shape.of(2), targets[3 * n].shape());
        Checks.shape(name(), "a finite flag", Shape.scalar(), inputs[n].shape());
        Checks.sameType(name(), targets);
        Checks.sameType(name(), inputs);
        Checks.sameType(name(), targets[0], inputs[0]);
    }
}
