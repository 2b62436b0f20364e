package io.github.stylegan4j.tuning;

import java.util.Set;

/**
 * What a backend asks before it computes: immutable, the same for the life of the backend, and
 * cheap enough to ask at every operation.
 *
 * <p>A backend makes one when it is opened, from the options it was given, and asks it in the place
 * where a convolution's kernel is chosen:
 *
 * <pre>{@code
 * ConvKey key = new ConvKey(ConvRole.FORWARD, ci, co, h, w, kh, kw, stride, pad, groups);
 * switch (tuning.conv(key, available(key), preset(key))) {
 *     case DIRECT -> ...
 *     case WINOGRAD_2 -> ...
 *     case WINOGRAD_4 -> ...
 * }
 * }</pre>
 *
 * <p>{@code preset} is the backend's own rule, which holds for shapes nobody measured. It and
 * {@code available} must depend on nothing but the key: not on the minibatch, the number of threads
 * or what ran before, or results would not repeat. Sizes that a kernel exposes work alike: {@code
 * tuning.number("reduce.groups", 64)}. A number that changes bits (a chunk of a sum, say) is safe
 * to expose, since the table's fingerprint is recorded with the run.
 */
public final class Tuning {
    /** The number by which {@link #doublesInPhases} decides: tiles per result channel. */
    public static final String PHASES_FROM = "up_conv_blur.tiles_per_channel";

    /** Edge of these tiles, in pixels. */
    private static final int TILE = 4;

    private final DeviceKey device;
    private final ConvMode mode;
    private final TuningTable table;

    /** Choices for a device: what was forced, then what was measured. */
    public Tuning(DeviceKey device, ConvMode mode, TuningTable table) {
        this.device = device;
        this.mode = mode;
        this.table = table;
    }

    /** For backends without a choice: one way to compute everything. */
    public static Tuning none(String backend) {
        return new Tuning(DeviceKey.of(backend, "", ""), ConvMode.AUTO, TuningTable.empty());
    }

    /**
     * The algorithm to compute a convolution with.
     *
     * @param key the convolution
     * @param available algorithms the backend has correct kernels for at this key; {@link
     *     ConvAlgorithm#DIRECT} always counts as one
     * @param preset the backend's own rule
     * @return the forced algorithm if it is available, and direct if it is not; under {@link
     *     ConvMode#AUTO} the measured choice if it is available, and otherwise {@code preset}
     */
    public ConvAlgorithm conv(ConvKey key, Set<ConvAlgorithm> available, ConvAlgorithm preset) {
        if (mode != ConvMode.AUTO) {
            return mode.forced().filter(available::contains).orElse(ConvAlgorithm.DIRECT);
        }
        return table.algorithm(key)
                .filter(a -> a == ConvAlgorithm.DIRECT || available.contains(a))
                .orElse(preset);
    }

    /** A measured size by name, or the backend's own. */
    public int number(String name, int preset) {
        return table.number(name).orElse(preset);
    }

    /**
     * Whether doubling, a filtered 3 x 3 convolution and the blur are computed as four convolutions
     * of the small images. That takes four times the transformed weights, which pays where an image
     * has tiles enough: as many tiles of 4 x 4 pixels per result channel as the number {@value
     * #PHASES_FROM} says.
     *
     * @param outChannels channels of the result
     * @param height rows of the small images
     * @param width their columns
     * @param preset that number where none was measured
     */
    public boolean doublesInPhases(int outChannels, int height, int width, int preset) {
        long tiles = (height + TILE - 1L) / TILE * ((width + TILE - 1L) / TILE);
        return tiles >= (long) outChannels * number(PHASES_FROM, preset);
    }

    /** The device that a table must have been measured on. */
    public DeviceKey device() {
        return device;
    }

    /** What the user said about convolutions. */
    public ConvMode mode() {
        return mode;
    }

    /** What was measured. */
    public TuningTable table() {
        return table;
    }
}
