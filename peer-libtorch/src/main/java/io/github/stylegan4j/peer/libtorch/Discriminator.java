package io.github.stylegan4j.peer.libtorch;

import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** The discriminator. */
final class Discriminator extends Network {
    private static final long GROUP = 4;

    private final int resolution;

    Discriminator(Map<String, Tensor> parameters, int resolution) {
        super(parameters);
        this.resolution = resolution;
    }

    /** Scores [N, 1]. */
    Tensor logits(Tensor images) {
        Tensor x = Ops.leakyRelu(conv1(images, "fromrgb.b" + resolution, true));
        for (int r = resolution; r > 4; r /= 2) {
            String same = "b" + r + ".conv0";
            x = Ops.leakyRelu(bias(conv3(x, same), same));
            String down = "b" + r + ".conv1_down";
            x = Ops.leakyRelu(bias(halving(blur(x), down), down));
        }
        x = withDeviation(x);
        x = Ops.leakyRelu(bias(conv3(x, "b4.conv"), "b4.conv"));
        x = denseAct(x.reshape(x.size(0), -1), "b4.dense0", 1);
        return dense(x, "b4.dense1", false, 1);
    }

    private static Tensor withDeviation(Tensor x) {
        long n = x.size(0);
        long groups = n / GROUP;
        Tensor y = x.reshape(GROUP, groups, x.size(1), 4, 4);
        y = torch.sub(y, Ops.mean(y, true, 0));
        y = torch.add(Ops.mean(torch.mul(y, y), false, 0), Ops.scalar(Ops.EPSILON));
        y = Ops.mean(torch.sqrt(y), true, 1, 2, 3);
        y = y.view(groups, 1, 1, 1).repeat(GROUP, 1, 4, 4);
        return torch.cat(new TensorVector(x, y), 1);
    }
}
