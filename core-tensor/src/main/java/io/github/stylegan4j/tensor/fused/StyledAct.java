package io.github.stylegan4j.tensor.fused;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.tensor.FusedOp;
import io.github.stylegan4j.tensor.Tensor;

/**
 * The whole epilogue of a generator's layer: scaled noise, bias per channel, leaky ReLU, instance
 * norm and style; {@code y = instanceNorm(t) * (scale + 1) + shift} with {@code t = leakyRelu(x +
 * noise * strength + bias)}.
 *
 * <p>Inputs: {@code x} [N, C, H, W], {@code bias} [C], {@code style} [N, 2 C], whose first C
 * components are the scales' distances from 1 and the others the shifts, and, if there is noise,
 * {@code noise} [N or 1, 1, H, W] and {@code strength} [C]; the result has the shape of {@code x}.
 * It is {@link AdaIn} of {@link NoiseBiasAct} (arXiv 1812.04948, figure 1b and equation 1). Its
 * gradients are one operation, {@link StyledActGrad}, which computes {@code t} anew, so that {@code
 * x} is all that is kept. Any order of derivative holds, almost everywhere.
 *
 * @param slope factor below 0, above 0 itself; 1 leaves the activation out
 * @param epsilon what is added to the variance, above 0
 */
public record StyledAct(double slope, double epsilon) implements FusedOp {
    static final int X = 0;
    static final int BIAS = 1;
    static final int STYLE = 2;
    static final int NOISE = 3;
    static final int STRENGTH = 4;
    static final int WITHOUT_NOISE = 3;
    static final int WITH_NOISE = 5;

    /** Checks slope and epsilon. */
    public StyledAct {
        Checks.slope("styled_act", slope);
        Checks.epsilon("styled_act", epsilon);
    }

    @Override
    public String name() {
        return "styled_act";
    }

    @Override
    public Shape outputShape(Shape... inputs) {
        if (inputs.length != WITHOUT_NOISE) {
            Checks.count(name(), WITH_NOISE, (Object[]) inputs);
        }
        Shape x = inputs[X];
        Checks.images(name(), x);
        Shape channels = Shape.of(x.dim(1));
        Checks.shape(name(), "a bias per channel", channels, inputs[BIAS]);
        Shape style = Shape.of(x.dim(0), 2 * x.dim(1));
        Checks.shape(name(), "scales and shifts per sample", style, inputs[STYLE]);
        if (inputs.length == WITH_NOISE) {
            Shape plane = x.with(1, 1);
            if (!inputs[NOISE].equals(plane.with(0, 1))) {
                Checks.shape(name(), "noise (or one sample of it)", plane, inputs[NOISE]);
            }
            Checks.shape(name(), "a strength per channel", channels, inputs[STRENGTH]);
        }
        return x;
    }

    @Override
    public Tensor reference(Tensor... x) {
        Tensor style = x[STYLE];
        int channels = x[X].dim(1);
        Tensor scale = style.slice(1, 0, channels);
        Tensor shift = style.slice(1, channels, 2 * channels);
        return Fused.adaIn(activation(x), scale, shift, epsilon);
    }

    /** What is normalised. */
    Tensor activation(Tensor... x) {
        return x.length == WITH_NOISE
                ? Fused.noiseBiasAct(x[X], x[NOISE], x[STRENGTH], x[BIAS], slope)
                : Fused.biasAct(x[X], x[BIAS], slope);
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
        Tensor[] inputs = new Tensor[x.length + 1];
        inputs[0] = g;
        System.arraycopy(x, 0, inputs, 1, x.length);
        Tensor[] found = new StyledActGrad(slope, epsilon).compute(inputs);
        Tensor[] result = new Tensor[x.length];
        result[X] = wanted[X] ? found[X] : null;
        result[BIAS] = wanted[BIAS] ? found[BIAS].sum(0) : null;
        result[STYLE] = wanted[STYLE] ? found[STYLE] : null;
        if (x.length == WITH_NOISE) {
            if (wanted[NOISE]) {
                Tensor scaled = found[X].mul(Checks.perChannel(x[STRENGTH], 4));
                result[NOISE] = scaled.sumTo(x[NOISE].shape());
            }
            result[STRENGTH] = wanted[STRENGTH] ? found[StyledActGrad.STRENGTH].sum(0) : null;
        }
        return result;
    }

    @Override
    public boolean vjpReadsOutput(int of) {
        return false;
    }
}
