package io.github.stylegan4j.stylegan;

import io.github.stylegan4j.tensor.Escaping;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** The w of every layer of a synthesis network, each [N, styleSize]; layers may share one. */
public final class Styles implements Escaping {
    private final List<Tensor> layers;

    private Styles(List<Tensor> layers) {
        this.layers = layers;
    }

    /**
     * One w for all layers.
     *
     * @param w [N, styleSize]
     * @param layers number of layers, {@link GeneratorConfig#styleLayers()}
     */
    public static Styles same(Tensor w, int layers) {
        Settings.atLeast("number of style layers", layers, 1);
        rank(w, 2, "[N, styleSize]");
        return new Styles(Collections.nCopies(layers, w));
    }

    /**
     * A w of its own for each layer.
     *
     * @param w [N, layers, styleSize]
     */
    public static Styles perLayer(Tensor w) {
        rank(w, 3, "[N, layers, styleSize]");
        List<Tensor> layers = new ArrayList<>();
        for (int i = 0; i < w.dim(1); i++) {
            layers.add(w.select(1, i));
        }
        return new Styles(layers);
    }

    private static void rank(Tensor w, int rank, String expected) {
        if (w.shape().rank() != rank) {
            throw new IllegalArgumentException(
                    "w has shape " + w.shape() + "; allowed: " + expected);
        }
    }

    /** Number of layers. */
    public int size() {
        return layers.size();
    }

    /** The w of one layer, [N, styleSize]. */
    public Tensor layer(int index) {
        return layers.get(index);
    }

    /**
     * Style mixing: layers below the cutoff keep these styles, the others take those of another
     * latent (arXiv 1812.04948, section 3.1).
     *
     * @param other styles of as many layers
     * @param cutoff number of layers that keep their w
     */
    public Styles mixedWith(Styles other, int cutoff) {
        if (other.size() != size()) {
            throw new IllegalArgumentException(
                    "Styles of " + size() + " and " + other.size() + " layers cannot be mixed");
        }
        List<Tensor> mixed = new ArrayList<>(layers);
        for (int i = Math.max(0, cutoff); i < size(); i++) {
            mixed.set(i, other.layer(i));
        }
        return new Styles(mixed);
    }

    /**
     * Truncation towards an average.
     *
     * @param average the running average of w, [styleSize]
     */
    public Styles truncated(Tensor average, Truncation truncation) {
        if (truncation.isNone()) {
            return this;
        }
        Map<Tensor, Tensor> done = new IdentityHashMap<>();
        List<Tensor> truncated = new ArrayList<>(layers);
        for (int i = 0; i < Math.min(truncation.cutoff(), size()); i++) {
            truncated.set(
                    i,
                    done.computeIfAbsent(
                            layer(i), w -> w.sub(average).mul(truncation.psi()).add(average)));
        }
        return new Styles(truncated);
    }

    /** All layers in one tensor, [N, layers, styleSize]. */
    public Tensor toTensor() {
        return Tensors.stack(1, layers.toArray(new Tensor[0]));
    }

    @Override
    public Iterable<Tensor> escaping() {
        return layers;
    }
}
