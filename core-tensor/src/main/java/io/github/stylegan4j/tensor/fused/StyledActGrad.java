package io.github.stylegan4j.tensor.fused;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.tensor.JointOp;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import java.util.Arrays;

/**
 * All gradients of {@link StyledAct} from the gradient of its result.
 *
 * <p>Inputs: {@code g} [N, C, H, W] and the inputs of {@link StyledAct}. Results, with {@code t},
 * {@code scale} as there, {@code n = instanceNorm(t)} and {@code dt = } {@link
 * InstanceNormGrad}{@code (t, g * (scale + 1))}: {@code dx = } {@link LeakyReluGrad}{@code (t, dt)}
 * [N, C, H, W]; {@code dbias} of each sample, {@code dx} summed over H and W, [N, C]; {@code
 * dstyle} [N, 2 C], {@code g * n} and {@code g} summed over H and W; and, if there is noise, {@code
 * dstrength} of each sample, {@code dx * noise} summed over H and W, [N, C].
 *
 * @param slope factor below 0, above 0 itself; 1 leaves the activation out
 * @param epsilon what is added to the variance, above 0
 */
public record StyledActGrad(double slope, double epsilon) implements JointOp {
    static final int STRENGTH = 3;

    /** Checks slope and epsilon. */
    public StyledActGrad {
        Checks.slope("styled_act_grad", slope);
        Checks.epsilon("styled_act_grad", epsilon);
    }

    @Override
    public String name() {
        return "styled_act_grad";
    }

    private StyledAct forward() {
        return new StyledAct(slope, epsilon);
    }

    @Override
    public Shape[] outputShapes(Shape... inputs) {
        Shape[] rest = Arrays.copyOfRange(inputs, 1, inputs.length);
        Shape x = forward().outputShape(rest);
        Checks.shape(name(), "a gradient", x, inputs[0]);
        Shape perPlane = Shape.of(x.dim(0), x.dim(1));
        return rest.length == StyledAct.WITH_NOISE
                ? new Shape[] {x, perPlane, rest[StyledAct.STYLE], perPlane}
                : new Shape[] {x, perPlane, rest[StyledAct.STYLE]};
    }

    @Override
    public Tensor[] reference(Tensor... inputs) {
        Tensor g = inputs[0];
        Tensor[] x = Arrays.copyOfRange(inputs, 1, inputs.length);
        Tensor t = forward().activation(x);
        Tensor scale = x[StyledAct.STYLE].slice(1, 0, t.dim(1));
        Tensor dn = g.mul(Checks.perPlane(scale.add(1)));
        Tensor dt = Tensors.apply(new InstanceNormGrad(epsilon), t, dn);
        Tensor dx = slope == 1 ? dt : Tensors.apply(new LeakyReluGrad(slope), t, dt);
        Tensor dscale = Fused.planeDot(g, Fused.instanceNorm(t, epsilon));
        Tensor dstyle = Tensors.concat(1, dscale, g.sum(2, 3));
        Tensor dbias = dx.sum(2, 3);
        if (x.length != StyledAct.WITH_NOISE) {
            return new Tensor[] {dx, dbias, dstyle};
        }
        Tensor noise = x[StyledAct.NOISE].expand(dx.shape());
        return new Tensor[] {dx, dbias, dstyle, Fused.planeDot(dx, noise)};
    }
}
