package io.github.stylegan4j.peer.libtorch;

import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Layers with equalized learning rate over named parameters, as both networks use them. */
class Network {
    /** From this size of the larger image on, resizing and convolution are one operation. */
    private static final int FUSED_FROM = 128;

    private static final double GAIN = Math.sqrt(2);

    private final Map<String, Tensor> parameters;
    private final Tensor blur;

    Network(Map<String, Tensor> parameters) {
        this.parameters = parameters;
        Tensor row = torch.ones(3);
        row.select(0, 1).fill_(Ops.scalar(2));
        blur = torch.div(torch.outer(row, row), Ops.scalar(16)).view(1, 1, 3, 3);
    }

    final Map<String, Tensor> parameters() {
        return parameters;
    }

    final Tensor parameter(String name) {
        Tensor t = parameters.get(name);
        if (t == null) {
            throw new IllegalArgumentException("There is no parameter '" + name + "'");
        }
        return t;
    }

    /** The weight in use. */
    private Tensor weight(String layer, double gain, double lrmul) {
        Tensor w = parameter(layer + ".weight");
        double fanIn = (double) w.numel() / w.size(0);
        return torch.mul(w, Ops.scalar(gain / Math.sqrt(fanIn) * lrmul));
    }

    final Tensor dense(Tensor x, String layer, boolean activated, double lrmul) {
        Tensor bias = parameter(layer + ".bias");
        Tensor b = lrmul == 1 ? bias : torch.mul(bias, Ops.scalar(lrmul));
        return torch.addmm(b, x, weight(layer, activated ? GAIN : 1, lrmul).t());
    }

    /** A dense layer with its activation. */
    final Tensor denseAct(Tensor x, String layer, double lrmul) {
        return Ops.leakyRelu(dense(x, layer, true, lrmul));
    }

    final Tensor conv3(Tensor x, String layer) {
        return Ops.conv(x, weight(layer, GAIN, 1), 1, 1);
    }

    final Tensor conv1(Tensor x, String layer, boolean activated) {
        Tensor y = Ops.conv(x, weight(layer, activated ? GAIN : 1, 1), 1, 0);
        return Ops.addBias(y, parameter(layer + ".bias"));
    }

    final Tensor bias(Tensor x, String layer) {
        return Ops.addBias(x, parameter(layer + ".bias"));
    }

    final Tensor doubling(Tensor x, String layer) {
        if (2 * x.size(2) < FUSED_FROM) {
            return conv3(Ops.upsample(x), layer);
        }
        Tensor kernel = torch.flip(spread(weight(layer, GAIN, 1)), 2, 3);
        return Ops.convTranspose(x, kernel.transpose(0, 1), 2, 1);
    }

    final Tensor halving(Tensor x, String layer) {
        if (x.size(2) < FUSED_FROM) {
            return Ops.downsample(conv3(x, layer));
        }
        Tensor kernel = torch.mul(spread(weight(layer, GAIN, 1)), Ops.scalar(0.25));
        return Ops.conv(x, kernel, 2, 1);
    }

    /** A 3 x 3 kernel added to itself shifted along each axis: 4 x 4. */
    private static Tensor spread(Tensor w) {
        Tensor padded = torch.constant_pad_nd(w, 1, 1, 1, 1);
        Tensor rows = torch.add(padded.narrow(2, 0, 4), padded.narrow(2, 1, 4));
        return torch.add(rows.narrow(3, 0, 4), rows.narrow(3, 1, 4));
    }

    final Tensor blur(Tensor x) {
        return Ops.blur(x, blur);
    }

    final void track() {
        parameters.values().forEach(p -> p.requires_grad_(true));
    }

    final TensorVector all() {
        return new TensorVector(parameters.values().toArray(Tensor[]::new));
    }
}
