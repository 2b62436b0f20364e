package io.github.stylegan4j.train.augment;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import java.util.Arrays;

/** A colour from a colour: {@code (r, g, b) -> matrix * (r, g, b, 1)}, three rows of four. */
final class ColourMatrix {
    private static final int COLOURS = 3;
    private static final int ROW = 4;
    private static final double THIRD = 1.0 / 3;

    private final double[] m;

    private ColourMatrix(double... m) {
        this.m = m;
    }

    static ColourMatrix identity() {
        return scaling(1);
    }

    /** All colours times a number. */
    static ColourMatrix scaling(double s) {
        return new ColourMatrix(s, 0, 0, 0, 0, s, 0, 0, 0, 0, s, 0);
    }

    /** All colours plus a number. */
    static ColourMatrix adding(double b) {
        return new ColourMatrix(1, 0, 0, b, 0, 1, 0, b, 0, 0, 1, b);
    }

    /**
     * The part along the axis of grays times one number, the part across it times another.
     *
     * @param along 1 keeps luminance, -1 turns light to dark
     * @param across 1 keeps saturation, 0 makes gray
     */
    static ColourMatrix ofParts(double along, double across) {
        double[] m = new double[COLOURS * ROW];
        for (int i = 0; i < COLOURS; i++) {
            for (int j = 0; j < COLOURS; j++) {
                m[ROW * i + j] = THIRD * (along - across) + (i == j ? across : 0);
            }
        }
        return new ColourMatrix(m);
    }

    /** Turns hues: a rotation about the axis of grays. */
    static ColourMatrix turning(double radians) {
        double cos = StrictMath.cos(radians);
        double sin = StrictMath.sin(radians) * StrictMath.sqrt(THIRD);
        double[] m = new double[COLOURS * ROW];
        for (int i = 0; i < COLOURS; i++) {
            for (int j = 0; j < COLOURS; j++) {
                double cross = i == j ? 0 : (j - i + COLOURS) % COLOURS == 1 ? -sin : sin;
                m[ROW * i + j] = THIRD * (1 - cos) + (i == j ? cos : 0) + cross;
            }
        }
        return new ColourMatrix(m);
    }

    /** First the other one, then this. */
    ColourMatrix after(ColourMatrix o) {
        double[] product = new double[COLOURS * ROW];
        for (int i = 0; i < COLOURS; i++) {
            for (int j = 0; j < ROW; j++) {
                double sum = j == COLOURS ? m[ROW * i + COLOURS] : 0;
                for (int k = 0; k < COLOURS; k++) {
                    sum += m[ROW * i + k] * o.m[ROW * k + j];
                }
                product[ROW * i + j] = sum;
            }
        }
        return new ColourMatrix(product);
    }

    /**
     * Takes images through a matrix each: gray ones through the mean of its rows, and opacity
     * unchanged.
     *
     * @param images [N, C, H, W] of 1, 3 or 4 channels
     * @param matrices one per image
     */
    static Tensor apply(Tensor images, ColourMatrix[] matrices) {
        if (Arrays.stream(matrices).allMatch(c -> Arrays.equals(c.m, identity().m))) {
            return images;
        }
        int n = images.dim(0);
        int c = images.dim(1);
        double[] factors = new double[n * c * c];
        double[] sums = new double[n * c];
        for (int i = 0; i < n; i++) {
            matrices[i].fill(c, factors, i * c * c, sums, i * c);
        }
        Tensor factor = Tensors.of(images.backend(), images.dtype(), Shape.of(n, c, c), factors);
        Tensor sum = Tensors.of(images.backend(), images.dtype(), Shape.of(n, c, 1), sums);
        Tensor pixels = images.reshape(n, c, images.dim(2) * images.dim(3));
        return factor.matmul(pixels).add(sum).reshape(images.shape());
    }

    private void fill(int channels, double[] factors, int factorsAt, double[] sums, int sumsAt) {
        if (channels == 1) {
            for (int i = 0; i < COLOURS; i++) {
                for (int j = 0; j < COLOURS; j++) {
                    factors[factorsAt] += THIRD * m[ROW * i + j];
                }
                sums[sumsAt] += THIRD * m[ROW * i + COLOURS];
            }
            return;
        }
        for (int i = 0; i < COLOURS; i++) {
            System.arraycopy(m, ROW * i, factors, factorsAt + i * channels, COLOURS);
            sums[sumsAt + i] = m[ROW * i + COLOURS];
        }
        for (int i = COLOURS; i < channels; i++) {
            factors[factorsAt + i * channels + i] = 1;
        }
    }
}
