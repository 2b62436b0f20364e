package io.github.stylegan4j.peer.libtorch;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** The generator. */
final class Generator extends Network {
    private static final int MAPPING_LAYERS = 8;
    private static final double MAPPING_LRMUL = 0.01;
    private static final double AVERAGE_DECAY = 0.995;
    private static final double PSI = 0.7;
    private static final int TRUNCATED_LAYERS = 8;

    private final Map<String, Tensor> noises;
    private final Tensor average;
    private final int resolution;

    private Generator(Map<String, Tensor> parameters, Map<String, Tensor> state, int resolution) {
        super(parameters);
        noises = state;
        average = state.get("w_avg");
        this.resolution = resolution;
    }

    /**
     * A generator of named tensors.
     *
     * @param state parameters, stored noise and the average of w
     */
    static Generator of(Map<String, Tensor> state, int resolution) {
        Map<String, Tensor> parameters = new LinkedHashMap<>();
        Map<String, Tensor> others = new LinkedHashMap<>();
        state.forEach(
                (name, t) -> {
                    boolean trained = !name.endsWith(".noise") && !name.equals("w_avg");
                    (trained ? parameters : others).put(name, t);
                });
        return new Generator(parameters, others, resolution);
    }

    Tensor map(Tensor z) {
        Tensor x =
                torch.mul(
                        z,
                        torch.rsqrt(
                                torch.add(
                                        Ops.mean(torch.mul(z, z), true, 1),
                                        Ops.scalar(Ops.EPSILON))));
        for (int i = 0; i < MAPPING_LAYERS; i++) {
            x = denseAct(x, "mapping.dense" + i, MAPPING_LRMUL);
        }
        return x;
    }

    void updateAverage(Tensor w) {
        try (NoGradGuard off = new NoGradGuard()) {
            average.lerp_(Ops.mean(w, false, 0), Ops.scalar(1 - AVERAGE_DECAY));
        }
    }

    /** Two latents mixed at half of the layers. */
    Tensor[] mixed(Tensor w, Tensor other) {
        Tensor[] styles = new Tensor[layers()];
        for (int i = 0; i < styles.length; i++) {
            styles[i] = i < styles.length / 2 ? w : other;
        }
        return styles;
    }

    /** One latent, truncated in the first layers. */
    Tensor[] truncated(Tensor w) {
        Tensor near = torch.add(average, torch.mul(torch.sub(w, average), Ops.scalar(PSI)));
        Tensor[] styles = new Tensor[layers()];
        for (int i = 0; i < styles.length; i++) {
            styles[i] = i < TRUNCATED_LAYERS ? near : w;
        }
        return styles;
    }

    private int layers() {
        return 2 * Integer.numberOfTrailingZeros(resolution) - 2;
    }

    /**
     * Images.
     *
     * @param fresh whether noise is drawn instead of taken from the network
     */
    Tensor synthesize(Tensor[] styles, boolean fresh) {
        long n = styles[0].size(0);
        Tensor constant = parameter("synthesis.b4.const.value");
        Tensor x = constant.expand(n, constant.size(1), 4, 4);
        x = finish(x, "synthesis.b4.const", styles[0], fresh);
        x = finish(conv3(x, "synthesis.b4.conv"), "synthesis.b4.conv", styles[1], fresh);
        int layer = 2;
        for (int r = 8; r <= resolution; r *= 2) {
            String up = "synthesis.b" + r + ".conv0_up";
            x = finish(blur(doubling(x, up)), up, styles[layer++], fresh);
            String same = "synthesis.b" + r + ".conv1";
            x = finish(conv3(x, same), same, styles[layer++], fresh);
        }
        return conv1(x, "synthesis.torgb.b" + resolution, false);
    }

    private Tensor finish(Tensor x, String layer, Tensor w, boolean fresh) {
        Tensor noise =
                fresh
                        ? torch.randn(x.size(0), 1, x.size(2), x.size(3))
                        : noises.get(layer + ".noise");
        Tensor style = dense(w, layer + ".style", false, 1);
        long c = x.size(1);
        return Ops.epilogue(
                x,
                noise,
                parameter(layer + ".noise_weight"),
                parameter(layer + ".bias"),
                style.narrow(1, 0, c),
                style.narrow(1, c, c));
    }
}
