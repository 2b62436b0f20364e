package io.github.stylegan4j.train.bench;

import java.util.Locale;

/**
 * Which work, with all its extents; what both sides are told.
 *
 * @param kind what is computed
 * @param batch images at once, 1 where there are none
 * @param channels channels of the images; for networks the number at the most
 * @param size height and width of images and matrices
 */
public record WorkSpec(Kind kind, int batch, int channels, int size) {
    /** What is computed. */
    public enum Kind {
        /** The product {@code y} of two square matrices {@code a} and {@code b}. */
        MATMUL,
        /**
         * A convolution of 3 x 3 with padding 1, {@code y} from {@code x} [N, C, H, W] and {@code
         * w} [C, C, 3, 3].
         */
        CONV_FORWARD,
        /** Its gradient {@code y} by the images, from {@code g} [N, C, H, W] and {@code w}. */
        CONV_BY_IMAGES,
        /** Its gradient {@code y} by the weights, from {@code x} and {@code g}. */
        CONV_BY_WEIGHTS,
        /**
         * A generator layer's epilogue, forward and backward: noise, bias, leaky ReLU, instance
         * normalisation and style.
         */
        CHAIN,
        /** One training step of both networks, with R1, Adam and the running average. */
        STEP,
        /** Images from latents, by the running average of a generator. */
        GENERATE
    }

    /** What people are shown. */
    public String title() {
        return switch (kind) {
            case MATMUL -> "matmul " + size;
            case CONV_FORWARD -> "conv forward " + channels + "@" + size;
            case CONV_BY_IMAGES -> "conv by images " + channels + "@" + size;
            case CONV_BY_WEIGHTS -> "conv by weights " + channels + "@" + size;
            case CHAIN -> "chain " + channels + "@" + size;
            case STEP -> "step " + size + " px";
            case GENERATE -> "generate " + (batch == 1 ? "" : batch + " of ") + size + " px";
        };
    }

    /** As an argument of a command line; {@link #parse} reads it. */
    public String encode() {
        return kind.name().toLowerCase(Locale.ROOT) + "/" + batch + "/" + channels + "/" + size;
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static WorkSpec parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 4) {
            throw new IllegalArgumentException(
                    "work is '" + text + "'; expected KIND/BATCH/CHANNELS/SIZE");
        }
        return new WorkSpec(
                Kind.valueOf(parts[0].toUpperCase(Locale.ROOT)),
                Integer.parseInt(parts[1]),
                Integer.parseInt(parts[2]),
                Integer.parseInt(parts[3]));
    }

    /** Multiplications and additions of one repetition by the definition, 0 where not counted. */
    double flops() {
        double pixels = (double) batch * size * size;
        return switch (kind) {
            case MATMUL -> 2.0 * size * size * size;
            case CONV_FORWARD, CONV_BY_IMAGES, CONV_BY_WEIGHTS ->
                    2.0 * 9 * channels * channels * pixels;
            case CHAIN, STEP, GENERATE -> 0;
        };
    }
}
