package io.github.stylegan4j.train.augment;

import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import java.util.Arrays;

/**
 * The geometric and colour changes of Karras et al., "Training Generative Adversarial Networks with
 * Limited Data" (arXiv 2006.06676), appendix B, each with the probability of the context and in
 * that order: mirroring, quarter turns, shifts by whole pixels, scaling, rotation, stretching,
 * shifts by any distance; brightness, contrast, inverted luminance, hue, saturation.
 *
 * <p>All geometric changes of an image are one matrix and one sampling, with the image mirrored
 * beyond its border. Sampling is bilinear, where the paper filters with wavelets; filtering and
 * corruptions, which the paper found to matter least, are left out. Images that are not square are
 * turned by half revolutions instead of quarters.
 */
final class AdaptivePipeline implements Augmentation {
    /** Largest shift, as part of the extent; standard deviation of shifts by any distance. */
    private static final double SHIFT = 0.125;

    /** Standard deviation of the logarithm of scales, to base 2. */
    private static final double SCALE = 0.2;

    private static final double BRIGHTNESS = 0.2;
    private static final double CONTRAST = 0.5;
    private static final double SATURATION = 1;

    @Override
    public Tensor augment(Tensor images, AugmentationContext context) {
        return Scope.run(
                "augment",
                () ->
                        ColourMatrix.apply(
                                ImageMatrix.apply(images, geometry(images, context), true),
                                colours(images.dim(0), context)));
    }

    private static ImageMatrix[] geometry(Tensor images, AugmentationContext context) {
        int n = images.dim(0);
        int height = images.dim(2);
        int width = images.dim(3);
        ImageMatrix[] all = new ImageMatrix[n];
        Arrays.fill(all, ImageMatrix.IDENTITY);
        double[] mirrored = context.uniform(n, 1, u -> u < 0.5 ? 1 : -1);
        add(all, i -> ImageMatrix.scaling(mirrored[i], 1));
        int step = height == width ? 1 : 2;
        double[] quarters = context.uniform(n, 0, u -> step * Math.floor(u * 4));
        add(all, i -> ImageMatrix.quarters((int) quarters[i]));
        double[] right = context.uniform(n, 0, u -> Math.rint((2 * u - 1) * SHIFT * width));
        double[] down = context.uniform(n, 0, u -> Math.rint((2 * u - 1) * SHIFT * height));
        add(all, i -> ImageMatrix.moving(right[i], down[i]));
        double[] scale = context.normal(n, 1, z -> StrictMath.pow(2, SCALE * z));
        add(all, i -> ImageMatrix.scaling(scale[i], scale[i]));
        // Before and after stretching; one of both happens with the probability asked for.
        AugmentationContext half =
                context.withProbability(1 - Math.sqrt(1 - context.probability()));
        double[] before = half.uniform(n, 0, u -> (2 * u - 1) * Math.PI);
        add(all, i -> ImageMatrix.turning(before[i]));
        double[] stretch = context.normal(n, 1, z -> StrictMath.pow(2, SCALE * z));
        add(all, i -> ImageMatrix.scaling(stretch[i], 1 / stretch[i]));
        double[] after = half.uniform(n, 0, u -> (2 * u - 1) * Math.PI);
        add(all, i -> ImageMatrix.turning(after[i]));
        double[] x = context.normal(n, 0, z -> z * SHIFT * width);
        double[] y = context.normal(n, 0, z -> z * SHIFT * height);
        add(all, i -> ImageMatrix.moving(x[i], y[i]));
        return all;
    }

    private static ColourMatrix[] colours(int n, AugmentationContext context) {
        double[] brightness = context.normal(n, 0, z -> z * BRIGHTNESS);
        double[] contrast = context.normal(n, 1, z -> StrictMath.pow(2, z * CONTRAST));
        double[] luminance = context.uniform(n, 1, u -> u < 0.5 ? 1 : -1);
        double[] hue = context.uniform(n, 0, u -> (2 * u - 1) * Math.PI);
        double[] saturation = context.normal(n, 1, z -> StrictMath.pow(2, z * SATURATION));
        ColourMatrix[] all = new ColourMatrix[n];
        for (int i = 0; i < n; i++) {
            ColourMatrix m = ColourMatrix.identity();
            if (brightness[i] != 0) {
                m = ColourMatrix.adding(brightness[i]).after(m);
            }
            if (contrast[i] != 1) {
                m = ColourMatrix.scaling(contrast[i]).after(m);
            }
            if (luminance[i] != 1) {
                m = ColourMatrix.ofParts(-1, 1).after(m);
            }
            if (hue[i] != 0) {
                m = ColourMatrix.turning(hue[i]).after(m);
            }
            if (saturation[i] != 1) {
                m = ColourMatrix.ofParts(1, saturation[i]).after(m);
            }
            all[i] = m;
        }
        return all;
    }

    /** One image's next change. */
    @FunctionalInterface
    private interface Change {
        ImageMatrix of(int image);
    }

    private static void add(ImageMatrix[] all, Change change) {
        for (int i = 0; i < all.length; i++) {
            all[i] = all[i].after(change.of(i));
        }
    }
}
