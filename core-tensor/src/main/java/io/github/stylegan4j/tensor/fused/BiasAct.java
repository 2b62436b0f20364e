package io.github.stylegan4j.tensor.fused;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.tensor.FusedOp;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;

/**
 * Bias per channel, then leaky ReLU: {@code y = t >= 0 ? t : slope * t} with {@code t = x + bias}.
 *
 * <p>Inputs: {@code x} [N, C, ...] of rank 2 or more and {@code bias} [C]; the result has the shape
 * of {@code x}. The gradient reads the result alone: {@code dx = } {@link LeakyReluGrad}{@code (y,
 * g)} and {@code dbias = dx} summed over all axes but the channels', so neither input is kept. Any
 * order of derivative holds, almost everywhere.
 *
 * @param slope factor below 0, above 0 itself; 1 makes it a plain bias
 */
public record BiasAct(double slope) implements FusedOp {
    /** Checks the slope. */
    public BiasAct {
        Checks.slope("bias_act", slope);
    }

    @Override
    public String name() {
        return "bias_act";
    }

    @Override
    public Shape outputShape(Shape... inputs) {
        Checks.count(name(), 2, (Object[]) inputs);
        if (inputs[0].rank() < 2) {
            throw new IllegalArgumentException(
                    name() + " needs an input [N, C, ...], got " + inputs[0]);
        }
        Checks.shape(name(), "a bias per channel", Shape.of(inputs[0].dim(1)), inputs[1]);
        return inputs[0];
    }

    @Override
    public Tensor reference(Tensor... x) {
        Tensor sum = x[0].add(Checks.perChannel(x[1], x[0].shape().rank()));
        return slope == 1 ? sum : sum.leakyRelu(slope);
    }

    @Override
    public boolean hasVjp() {
        return true;
    }

    @Override
    public Tensor vjp(int input, Tensor g, Tensor y, Tensor... x) {
        boolean[] wanted = new boolean[2];
        wanted[input] = true;
        return vjps(wanted, g, y, x)[input];
    }

    @Override
    public Tensor[] vjps(boolean[] wanted, Tensor g, Tensor y, Tensor... x) {
        Tensor dx = slope == 1 ? g : Tensors.apply(new LeakyReluGrad(slope), y, g);
        return new Tensor[] {wanted[0] ? dx : null, wanted[1] ? Checks.sumToChannels(dx) : null};
    }

    @Override
    public boolean vjpReads(int of, int input) {
        return false;
    }

    @Override
    public boolean vjpReadsOutput(int of) {
        return slope != 1;
    }
}
