package io.github.stylegan4j.tensor.fused;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.tensor.FusedOp;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;

/**
 * Scaled noise, bias per channel, then leaky ReLU: {@code y = t >= 0 ? t : slope * t} with {@code t
 * = x + noise * strength + bias}.
 *
 * <p>Inputs: {@code x} [N, C, H, W], {@code noise} [N, 1, H, W] or [1, 1, H, W], {@code strength}
 * [C], {@code bias} [C]; the result has the shape of {@code x}. Source: the layer epilogue of arXiv
 * 1812.04948, figure 1b (noise before bias and activation). With {@code dx = } {@link
 * LeakyReluGrad}{@code (y, g)}: {@code dnoise} is {@code dx * strength} summed over the channels
 * (and samples, for shared noise), {@code dstrength} is {@code dx * noise} and {@code dbias} is
 * {@code dx}, both summed over all axes but the channels'. Any order of derivative holds, almost
 * everywhere.
 *
 * @param slope factor below 0, above 0 itself; 1 leaves the activation out
 */
public record NoiseBiasAct(double slope) implements FusedOp {
    private static final int X = 0;
    private static final int NOISE = 1;
    private static final int STRENGTH = 2;
    private static final int BIAS = 3;

    /** Checks the slope. */
    public NoiseBiasAct {
        Checks.slope("noise_bias_act", slope);
    }

    @Override
    public String name() {
        return "noise_bias_act";
    }

    @Override
    public Shape outputShape(Shape... inputs) {
        Checks.count(name(), 4, (Object[]) inputs);
        Shape x = inputs[X];
        Checks.images(name(), x);
        Shape plane = x.with(1, 1);
        if (!inputs[NOISE].equals(plane.with(0, 1))) {
            Checks.shape(name(), "noise (or one sample of it)", plane, inputs[NOISE]);
        }
        Shape channels = Shape.of(x.dim(1));
        Checks.shape(name(), "a strength per channel", channels, inputs[STRENGTH]);
        Checks.shape(name(), "a bias per channel", channels, inputs[BIAS]);
        return x;
    }

    @Override
    public Tensor reference(Tensor... x) {
        Tensor noise = x[NOISE].mul(Checks.perChannel(x[STRENGTH], 4));
        Tensor sum = x[X].add(noise).add(Checks.perChannel(x[BIAS], 4));
        return slope == 1 ? sum : sum.leakyRelu(slope);
    }

    @Override
    public boolean hasVjp() {
        return true;
    }

    @Override
    public Tensor vjp(int input, Tensor g, Tensor y, Tensor... x) {
        boolean[] wanted = new boolean[4];
        wanted[input] = true;
        return vjps(wanted, g, y, x)[input];
    }

    @Override
    public Tensor[] vjps(boolean[] wanted, Tensor g, Tensor y, Tensor... x) {
        Tensor dx = slope == 1 ? g : Tensors.apply(new LeakyReluGrad(slope), y, g);
        Tensor[] result = new Tensor[4];
        if (wanted[X]) {
            result[X] = dx;
        }
        if (wanted[NOISE]) {
            Tensor scaled = dx.mul(Checks.perChannel(x[STRENGTH], 4));
            result[NOISE] = scaled.sumTo(x[NOISE].shape());
        }
        if (wanted[STRENGTH]) {
            Tensor noise = x[NOISE].expand(dx.shape());
            result[STRENGTH] = Tensors.apply(new PlaneDot(), dx, noise).sum(0);
        }
        if (wanted[BIAS]) {
            result[BIAS] = Checks.sumToChannels(dx);
        }
        return result;
    }

    @Override
    public boolean vjpReads(int of, int input) {
        return (of == NOISE && input == STRENGTH) || (of == STRENGTH && input == NOISE);
    }

    @Override
    public boolean vjpReadsOutput(int of) {
        return slope != 1;
    }
}
