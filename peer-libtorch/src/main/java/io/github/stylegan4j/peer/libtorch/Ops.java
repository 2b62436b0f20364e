package io.github.stylegan4j.peer.libtorch;

import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** The operations of the networks, in libtorch's terms. */
final class Ops {
    static final double SLOPE = 0.2;
    static final double EPSILON = 1e-8;

    private Ops() {}

    static Scalar scalar(double value) {
        return new Scalar(value);
    }

    static Tensor conv(Tensor x, Tensor w, int stride, int pad) {
        return torch.conv2d(x, w, none(), pair(stride), pair(pad), pair(1), 1);
    }

    static Tensor convTranspose(Tensor x, Tensor w, int stride, int pad) {
        return torch.conv_transpose2d(x, w, none(), pair(stride), pair(pad), pair(0), 1, pair(1));
    }

    /** Filters every channel by one kernel [1, 1, 3, 3]. */
    static Tensor blur(Tensor x, Tensor kernel) {
        long c = x.size(1);
        Tensor each = kernel.expand(c, 1, 3, 3);
        return torch.conv2d(x, each, none(), pair(1), pair(1), pair(1), c);
    }

    static Tensor upsample(Tensor x) {
        return torch.upsample_nearest2d(x, 2 * x.size(2), 2 * x.size(3));
    }

    static Tensor downsample(Tensor x) {
        return torch.avg_pool2d(x, pair(2), pair(2), pair(0), false, true, new LongOptional());
    }

    static Tensor leakyRelu(Tensor x) {
        return torch.leaky_relu(x, scalar(SLOPE));
    }

    /** Adds a value per channel. */
    static Tensor addBias(Tensor x, Tensor bias) {
        return torch.add(x, bias.view(1, -1, 1, 1));
    }

    /** Noise, bias, leaky ReLU, instance normalisation and style of a generator's layer. */
    static Tensor epilogue(
            Tensor x, Tensor noise, Tensor strength, Tensor bias, Tensor scale, Tensor shift) {
        Tensor t = torch.add(x, torch.mul(strength.view(1, -1, 1, 1), noise));
        t = leakyRelu(addBias(t, bias));
        t = torch.instance_norm(t, none(), none(), none(), none(), true, 0, EPSILON, false);
        Tensor factor = torch.add(scale, scalar(1)).unsqueeze(-1).unsqueeze(-1);
        return torch.add(torch.mul(t, factor), shift.unsqueeze(-1).unsqueeze(-1));
    }

    static Tensor mean(Tensor x, boolean keep, long... axes) {
        return torch.mean(x, axes, keep, new ScalarTypeOptional());
    }

    /** Gradients; undefined where there is none. */
    static TensorVector grad(Tensor loss, TensorVector by, boolean differentiable) {
        return torch.grad(
                new TensorVector(loss),
                by,
                new TensorVector(),
                new BoolOptional(differentiable),
                differentiable,
                true);
    }

    private static TensorOptional none() {
        return new TensorOptional();
    }

    private static long[] pair(long value) {
        return new long[] {value, value};
    }
}
