package io.github.stylegan4j.stylegan;

import io.github.stylegan4j.nn.Module;
import io.github.stylegan4j.stylegan.layer.Activation;
import io.github.stylegan4j.stylegan.layer.EqualizedDense;
import io.github.stylegan4j.stylegan.layer.Initializer;
import io.github.stylegan4j.stylegan.layer.LabelEmbedding;
import io.github.stylegan4j.stylegan.layer.StyledLayer;
import io.github.stylegan4j.stylegan.layer.WeightScale;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import io.github.stylegan4j.tensor.fused.Fused;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Maps latents z [N, latentSize] to intermediate latents w [N, styleSize] (arXiv 1812.04948,
 * section 2).
 *
 * <p>The embedding {@code label} of the labels, if there are any, is appended to z. The whole
 * vector is then scaled to unit mean square and passes the layers {@code dense0}, {@code dense1}
 * and so on.
 */
public final class MappingNetwork extends Module {
    private final GeneratorConfig config;
    private final @Nullable LabelEmbedding label;
    private final List<EqualizedDense> layers = new ArrayList<>();

    /** A network with random weights. */
    MappingNetwork(GeneratorConfig config, Initializer init) {
        this.config = config;
        MappingConfig mapping = config.mapping();
        int labels = config.backbone().labelSize();
        int features = config.latentSize();
        label = labels == 0 ? null : child("label", new LabelEmbedding(init, labels, features));
        features = labels == 0 ? features : 2 * features;
        for (int i = 0; i < mapping.layers(); i++) {
            int out = i == mapping.layers() - 1 ? mapping.styleSize() : mapping.width();
            EqualizedDense layer =
                    new EqualizedDense(
                            init,
                            features,
                            out,
                            WeightScale.GAIN_RELU,
                            mapping.learningRateMultiplier());
            layers.add(child("dense" + i, layer));
            features = out;
        }
    }

    /**
     * The intermediate latents, [N, styleSize].
     *
     * @param z [N, latentSize]
     * @param labels [N, labelSize], or null for a network without labels
     */
    public Tensor map(Tensor z, @Nullable Tensor labels) {
        return map(z, labels, ActivationListener.NONE);
    }

    /** The same, with a look at each layer. */
    public Tensor map(Tensor z, @Nullable Tensor labels, ActivationListener listener) {
        Inputs.latents(z, config.latentSize());
        Inputs.labels(labels, z.dim(0), config.backbone().labelSize());
        return Scope.run(
                "mapping",
                () -> {
                    Tensor x =
                            label == null || labels == null ? z : embed(label, z, labels, listener);
                    if (config.mapping().normalizeLatents()) {
                        x = Fused.pixelNorm(x, StyledLayer.EPSILON);
                    }
                    for (int i = 0; i < layers.size(); i++) {
                        x = layers.get(i).forward(x, Activation.LEAKY_RELU);
                        listener.onActivation("dense" + i, x);
                    }
                    return x;
                });
    }

    private static Tensor embed(
            LabelEmbedding label, Tensor z, Tensor labels, ActivationListener listener) {
        Tensor embedding = label.forward(labels);
        listener.onActivation("label", embedding);
        return Tensors.concat(1, z, embedding);
    }
}
