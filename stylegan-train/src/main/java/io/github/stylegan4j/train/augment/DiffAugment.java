package io.github.stylegan4j.train.augment;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import java.util.EnumSet;
import java.util.Set;

/**
 * The three kinds of change of Zhao et al., "Differentiable Augmentation for Data-Efficient GAN
 * Training" (arXiv 2006.10738): always all of the chosen ones.
 */
final class DiffAugment implements Augmentation {
    /** A kind of change. */
    enum Kind {
        /** Brightness, then saturation, then contrast. */
        COLOR,
        /** Shifts by up to an eighth of the size, with zeros beyond the border. */
        TRANSLATION,
        /** A block of half the width and height set to zero. */
        CUTOUT
    }

    private static final int COLOURS = 3;
    private static final double SHIFT = 0.125;
    private static final double BLOCK = 0.5;

    private final Set<Kind> kinds;

    DiffAugment(Set<Kind> kinds) {
        this.kinds = EnumSet.copyOf(kinds);
    }

    @Override
    public Tensor augment(Tensor images, AugmentationContext context) {
        AugmentationContext always = context.withProbability(1);
        return Scope.run(
                "augment",
                () -> {
                    Tensor x = images;
                    if (kinds.contains(Kind.COLOR)) {
                        x = colours(x, always);
                    }
                    if (kinds.contains(Kind.TRANSLATION)) {
                        x = translation(x, always);
                    }
                    return kinds.contains(Kind.CUTOUT) ? cutout(x, always) : x;
                });
    }

    /** Opacity is no colour, and stays as it is. */
    private static Tensor colours(Tensor images, AugmentationContext context) {
        int channels = images.dim(1);
        if (channels <= COLOURS) {
            return colour(images, context);
        }
        Tensor changed = colour(images.slice(1, 0, COLOURS), context);
        return Tensors.concat(1, changed, images.slice(1, COLOURS, channels));
    }

    private static Tensor colour(Tensor images, AugmentationContext context) {
        int n = images.dim(0);
        Tensor bright = images.add(perImage(images, context.uniform(n, 0, u -> u - 0.5)));
        Tensor gray = bright.meanKeepDims(1);
        Tensor saturation = perImage(images, context.uniform(n, 1, u -> 2 * u));
        Tensor coloured = bright.sub(gray).mul(saturation).add(gray);
        Tensor mean = coloured.meanKeepDims(1, 2, 3);
        Tensor contrast = perImage(images, context.uniform(n, 1, u -> u + 0.5));
        return coloured.sub(mean).mul(contrast).add(mean);
    }

    private static Tensor translation(Tensor images, AugmentationContext context) {
        int n = images.dim(0);
        double[] x = context.uniform(n, 0, u -> shift(u, images.dim(3)));
        double[] y = context.uniform(n, 0, u -> shift(u, images.dim(2)));
        ImageMatrix[] matrices = new ImageMatrix[n];
        for (int i = 0; i < n; i++) {
            matrices[i] = ImageMatrix.moving(x[i], y[i]);
        }
        return ImageMatrix.apply(images, matrices, false);
    }

    /** A whole number of pixels, each from -most to most as probable as the others. */
    private static double shift(double u, int extent) {
        int most = (int) (extent * SHIFT + 0.5);
        return Math.floor(u * (2 * most + 1)) - most;
    }

    private static Tensor cutout(Tensor images, AugmentationContext context) {
        int n = images.dim(0);
        Tensor rows = block(images, 2, context.uniform(n, 0, u -> u));
        Tensor columns = block(images, 3, context.uniform(n, 0, u -> u));
        return images.mul(rows.mul(columns).affine(-1, 1));
    }

    /** 1 where a block around a random place lies along one axis, else 0. */
    private static Tensor block(Tensor images, int axis, double[] places) {
        int extent = images.dim(axis);
        int size = (int) (extent * BLOCK + 0.5);
        double[] inside = new double[places.length * extent];
        for (int i = 0; i < places.length; i++) {
            int middle = (int) Math.floor(places[i] * (extent + 1 - size % 2));
            int from = Math.max(0, middle - size / 2);
            int to = Math.min(extent, middle - size / 2 + size);
            for (int k = from; k < to; k++) {
                inside[i * extent + k] = 1;
            }
        }
        Shape shape =
                axis == 2
                        ? Shape.of(places.length, 1, extent, 1)
                        : Shape.of(places.length, 1, 1, extent);
        return Tensors.of(images.backend(), images.dtype(), shape, inside);
    }

    private static Tensor perImage(Tensor images, double[] values) {
        return Tensors.of(
                images.backend(), images.dtype(), Shape.of(values.length, 1, 1, 1), values);
    }
}
