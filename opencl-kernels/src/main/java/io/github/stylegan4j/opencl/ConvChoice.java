package io.github.stylegan4j.opencl;

import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.tuning.ConvAlgorithm;
import io.github.stylegan4j.tuning.ConvKey;
import io.github.stylegan4j.tuning.ConvRole;
import io.github.stylegan4j.tuning.Tuning;
import java.util.EnumSet;
import java.util.Set;

/**
 * The one place that chooses how a convolution is computed. Channels and image size alone decide,
 * never the minibatch, so that an image's values do not depend on its neighbours.
 */
final class ConvChoice {
    /** The direct sum. */
    static final int DIRECT = 0;

    private static final int MIN_CHANNELS = 8;
    private static final int LARGE = 8;

    /**
     * Tiles per result channel from which four phases, which read and write the large images once,
     * are faster than a convolution that doubles and a blur, which multiply less.
     */
    private static final int PHASES_FROM = 512;

    private static final Set<ConvAlgorithm> ALL = EnumSet.allOf(ConvAlgorithm.class);

    private final Tuning tuning;

    ConvChoice(Tuning tuning) {
        this.tuning = tuning;
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
            ConvRole role,
            DType dtype,
            int ins,
            int outs,
            int height,
            int width,
            boolean filterable) {

        private ConvKey filtered() {
            return new ConvKey(role, ins, outs, height, width, 3, 3, 1, 1, 1);
        }
    }

    /** Edge of the tiles to filter in, 2 or 4, or {@link #DIRECT}. */
    int tile(Key key) {
        if (!key.filterable() || key.dtype() != DType.FLOAT32) {
            return DIRECT;
        }
        return switch (tuning.conv(key.filtered(), ALL, preset(key))) {
            case DIRECT -> DIRECT;
            case WINOGRAD_2 -> 2;
            case WINOGRAD_4 -> 4;
        };
    }

    /**
     * Whether doubling, filtered convolution and blur are four convolutions of the small images.
     *
     * @param w weights [out, in, 3, 3]
     * @param images the small images [N, in, H, W]
     */
    boolean inPhases(Shape w, Shape images) {
        return tuning.doublesInPhases(w.dim(0), images.dim(2), images.dim(3), PHASES_FROM);
    }

    private static ConvAlgorithm preset(Key key) {
        if (Math.min(key.ins(), key.outs()) < MIN_CHANNELS) {
            return ConvAlgorithm.DIRECT;
        }
        return Math.min(key.height(), key.width()) >= LARGE
                ? ConvAlgorithm.WINOGRAD_4
                : ConvAlgorithm.WINOGRAD_2;
    }
}
