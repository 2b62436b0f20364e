package io.github.stylegan4j.train.augment;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import io.github.stylegan4j.tensor.fused.AffineSample;

/**
 * Where each pixel of an image comes from: {@code source = matrix * (column, row, 1)}, in pixels
 * from the middle of the image.
 *
 * @param a column of the source per column
 * @param b column of the source per row
 * @param c column of the source of the middle
 * @param d row of the source per column
 * @param e row of the source per row
 * @param f row of the source of the middle
 */
record ImageMatrix(double a, double b, double c, double d, double e, double f) {
    static final ImageMatrix IDENTITY = new ImageMatrix(1, 0, 0, 0, 1, 0);

    static ImageMatrix scaling(double x, double y) {
        return new ImageMatrix(x, 0, 0, 0, y, 0);
    }

    static ImageMatrix moving(double columns, double rows) {
        return new ImageMatrix(1, 0, columns, 0, 1, rows);
    }

    static ImageMatrix turning(double radians) {
        double cos = StrictMath.cos(radians);
        double sin = StrictMath.sin(radians);
        return new ImageMatrix(cos, -sin, 0, sin, cos, 0);
    }

    /** A quarter of a revolution, some times; exact, unlike an angle. */
    static ImageMatrix quarters(int times) {
        return switch (Math.floorMod(times, 4)) {
            case 0 -> IDENTITY;
            case 1 -> new ImageMatrix(0, -1, 0, 1, 0, 0);
            case 2 -> new ImageMatrix(-1, 0, 0, 0, -1, 0);
            default -> new ImageMatrix(0, 1, 0, -1, 0, 0);
        };
    }

    /** First the other one, then this. */
    ImageMatrix after(ImageMatrix o) {
        return new ImageMatrix(
                a * o.a + b * o.d,
                a * o.b + b * o.e,
                a * o.c + b * o.f + c,
                d * o.a + e * o.d,
                d * o.b + e * o.e,
                d * o.c + e * o.f + f);
    }

    /**
     * Takes images through a matrix each.
     *
     * @param images [N, C, H, W]
     * @param matrices one per image
     * @param reflect what is beyond the border: the mirrored image, or zeros
     */
    static Tensor apply(Tensor images, ImageMatrix[] matrices, boolean reflect) {
        boolean changes = false;
        double x = (images.dim(3) - 1) / 2.0;
        double y = (images.dim(2) - 1) / 2.0;
        double[] numbers = new double[matrices.length * AffineSample.NUMBERS];
        for (int i = 0; i < matrices.length; i++) {
            ImageMatrix m = matrices[i];
            changes |= !m.equals(IDENTITY);
            int at = i * AffineSample.NUMBERS;
            numbers[at] = m.a;
            numbers[at + 1] = m.b;
            numbers[at + 2] = m.c + x - m.a * x - m.b * y;
            numbers[at + 3] = m.d;
            numbers[at + 4] = m.e;
            numbers[at + 5] = m.f + y - m.d * x - m.e * y;
        }
        if (!changes) {
            return images;
        }
        Tensor rows =
                Tensors.of(
                        images.backend(),
                        images.dtype(),
                        Shape.of(matrices.length, AffineSample.NUMBERS),
                        numbers);
        return Tensors.apply(new AffineSample(reflect, false), images, rows);
    }
}
