package io.github.stylegan4j.stylegan;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Checks of what networks are called with. */
final class Inputs {
    private Inputs() {}

    static void latents(Tensor z, int size) {
        if (z.shape().rank() != 2 || z.dim(1) != size) {
            throw new IllegalArgumentException(
                    "latents z have shape " + z.shape() + "; allowed: [N, " + size + "]");
        }
    }

    static void labels(@Nullable Tensor labels, int batch, int size) {
        if (size == 0 && labels == null) {
            return;
        }
        Object found = labels == null ? "missing" : "of shape " + labels.shape();
        if (size == 0) {
            throw new IllegalArgumentException(
                    "labels are " + found + "; allowed: null, since the network has no labels");
        }
        Shape expected = Shape.of(batch, size);
        if (labels == null || !labels.shape().equals(expected)) {
            throw new IllegalArgumentException("labels are " + found + "; allowed: " + expected);
        }
    }

    static void images(Tensor images, Backbone backbone, int resolution) {
        Shape s = images.shape();
        int channels = backbone.channels();
        int height = backbone.baseGrid().heightAt(resolution);
        int width = backbone.baseGrid().widthAt(resolution);
        if (s.rank() != 4 || s.dim(1) != channels || s.dim(2) != height || s.dim(3) != width) {
            throw new IllegalArgumentException(
                    "images have shape "
                            + s
                            + "; allowed: [N, "
                            + channels
                            + ", "
                            + height
                            + ", "
                            + width
                            + "], the current resolution at this level of detail");
        }
    }

    static void styles(Styles styles, GeneratorConfig config) {
        Shape w = styles.layer(0).shape();
        if (styles.size() != config.styleLayers() || w.dim(1) != config.styleSize()) {
            throw new IllegalArgumentException(
                    "styles are for "
                            + styles.size()
                            + " layers, of shape "
                            + w
                            + "; allowed: "
                            + config.styleLayers()
                            + " layers of [N, "
                            + config.styleSize()
                            + "]");
        }
    }
}
