package io.github.stylegan4j.opencl;

import io.github.stylegan4j.array.DType;
import java.util.OptionalInt;

/**
 * The one place that chooses how a convolution is computed. Channels and image size alone decide,
 * never the minibatch, so that an image's values do not depend on its neighbours.
 */
final class ConvChoice {
    /** The direct sum. */
    static final int DIRECT = 0;

    private static final int MIN_CHANNELS = 8;
    private static final int LARGE = 8;

    private final OptionalInt forced;

    ConvChoice(OptionalInt forced) {
        this.forced = forced;
    }

    /** Which of the three convolutions of a layer is computed. */
    enum Role {
        FORWARD,
        INPUT_GRAD,
        WEIGHT_GRAD
    }

    /**
     * What the choice depends on; extents are those of the forward convolution's images.
     *
     * @param role which of the three convolutions
     * @param dtype element type
     * @param ins channels of the images
     * @param outs channels of the result
     * @param height rows of the images
     * @param width columns of the images
     * @param filterable whether the kernel is 3 x 3 with stride 1, padding 1 and one group
     */
    record Key(
            Role role, DType dtype, int ins, int outs, int height, int width, boolean filterable) {}

    /** Edge of the tiles to filter in, 2 or 4, or {@link #DIRECT}. */
    int tile(Key key) {
        if (!key.filterable() || key.dtype() != DType.FLOAT32) {
            return DIRECT;
        }
        return forced.orElseGet(() -> preset(key));
    }

    private static int preset(Key key) {
        if (Math.min(key.ins(), key.outs()) < MIN_CHANNELS) {
            return DIRECT;
        }
        return Math.min(key.height(), key.width()) >= LARGE ? 4 : 2;
    }
}
