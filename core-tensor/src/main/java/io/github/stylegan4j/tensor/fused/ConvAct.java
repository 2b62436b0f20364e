package io.github.stylegan4j.tensor.fused;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.tensor.Conv2d;
import io.github.stylegan4j.tensor.FusedOp;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import java.util.Arrays;

/**
 * A convolution and what directly follows it: scaled noise, bias per channel, leaky ReLU; {@code y
 * = t >= 0 ? t : slope * t} with {@code t = conv(x, w) + noise * strength + bias}; the
 * convolution's factor is that of its result alone.
 *
 * <p>Inputs: images {@code x} [N, C, H, W], weights {@code w} [O, C / groups, kh, kw], {@code bias}
 * [O] and, if there is noise, {@code noise} [N or 1, 1, H', W'] and {@code strength} [O]; the
 * result is that of {@link Conv2d}, [N, O, H', W']. The convolution's own result is never stored:
 * the gradient starts from {@code dt = } {@link LeakyReluGrad}{@code (y, g)}, which {@link BiasAct}
 * and {@link NoiseBiasAct} would start from, too. Any order of derivative holds, almost everywhere.
 *
 * @param conv the convolution
 * @param slope factor below 0, above 0 itself; 1 leaves the activation out
 */
public record ConvAct(Conv2d conv, double slope) implements FusedOp {
    private static final int X = 0;
    private static final int WEIGHT = 1;
    private static final int BIAS = 2;
    private static final int NOISE = 3;
    private static final int STRENGTH = 4;
    private static final int WITHOUT_NOISE = 3;
    private static final int WITH_NOISE = 5;

    /** Checks the slope. */
    public ConvAct {
        Checks.slope("conv_act", slope);
    }

    @Override
    public String name() {
        return "conv_act";
    }

    @Override
    public Shape outputShape(Shape... inputs) {
        if (inputs.length != WITHOUT_NOISE) {
            Checks.count(name(), WITH_NOISE, (Object[]) inputs);
        }
        Shape y = conv.outputShape(inputs[X], inputs[WEIGHT]);
        Shape channels = Shape.of(y.dim(1));
        Checks.shape(name(), "a bias per channel", channels, inputs[BIAS]);
        if (inputs.length == WITH_NOISE) {
            Shape plane = y.with(1, 1);
            if (!inputs[NOISE].equals(plane.with(0, 1))) {
                Checks.shape(name(), "noise (or one sample of it)", plane, inputs[NOISE]);
            }
            Checks.shape(name(), "a strength per channel", channels, inputs[STRENGTH]);
        }
        return y;
    }

    @Override
    public Tensor reference(Tensor... x) {
        Tensor t = Tensors.apply(conv, x[X], x[WEIGHT]);
        return x.length == WITH_NOISE
                ? Fused.noiseBiasAct(t, x[NOISE], x[STRENGTH], x[BIAS], slope)
                : Fused.biasAct(t, x[BIAS], slope);
    }

    @Override
    public boolean hasVjp() {
        return true;
    }

    @Override
    public Tensor vjp(int input, Tensor g, Tensor y, Tensor... x) {
        boolean[] wanted = new boolean[x.length];
        wanted[input] = true;
        return vjps(wanted, g, y, x)[input];
    }

    @Override
    public Tensor[] vjps(boolean[] wanted, Tensor g, Tensor y, Tensor... x) {
        Tensor dt = slope == 1 ? g : Tensors.apply(new LeakyReluGrad(slope), y, g);
        Tensor[] result = new Tensor[x.length];
        for (int input : new int[] {X, WEIGHT}) {
            if (wanted[input]) {
                result[input] = conv.vjp(input, dt, y, x);
            }
        }
        if (wanted[BIAS]) {
            result[BIAS] = Checks.sumToChannels(dt);
        }
        if (x.length == WITH_NOISE) {
            boolean[] rest = Arrays.copyOfRange(wanted, NOISE, WITH_NOISE);
            System.arraycopy(noise(rest, dt, x[NOISE], x[STRENGTH]), 0, result, NOISE, rest.length);
        }
        return result;
    }

    private static Tensor[] noise(boolean[] wanted, Tensor dt, Tensor noise, Tensor strength) {
        Tensor[] result = new Tensor[wanted.length];
        if (wanted[0]) {
            Tensor scaled = dt.mul(Checks.perChannel(strength, 4));
            result[0] = scaled.sumTo(noise.shape());
        }
        if (wanted[1]) {
            result[1] = Fused.planeDot(dt, noise.expand(dt.shape())).sum(0);
        }
        return result;
    }

    @Override
    public boolean vjpReads(int of, int input) {
        return switch (of) {
            case X -> input == WEIGHT;
            case WEIGHT -> input == X;
            case NOISE -> input == STRENGTH;
            case STRENGTH -> input == NOISE;
            default -> false;
        };
    }

    @Override
    public boolean vjpReadsOutput(int of) {
        return slope != 1;
    }
}
