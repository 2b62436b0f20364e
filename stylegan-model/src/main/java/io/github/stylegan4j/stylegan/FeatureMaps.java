package io.github.stylegan4j.stylegan;

/**
 * How many channels the features have: {@code min(floor(base / 2^(stage * decay)), max)} at a
 * stage, where the features of resolution R belong to stage {@code log2(R) - 1}.
 *
 * @param base numerator, 1 or more
 * @param decay how fast the number falls with the resolution, 0 or more
 * @param max upper limit, 1 or more
 */
public record FeatureMaps(int base, double decay, int max) {
    /** Checks the numbers. */
    public FeatureMaps {
        Settings.atLeast("featureMaps.base", base, 1);
        Settings.atLeast("featureMaps.decay", decay, 0);
        Settings.atLeast("featureMaps.max", max, 1);
    }

    /** Base 8192, decay 1, at most 512: the published networks. */
    public static FeatureMaps defaults() {
        return new FeatureMaps(8192, 1, 512);
    }

    /** With another base. */
    public FeatureMaps withBase(int base) {
        return new FeatureMaps(base, decay, max);
    }

    /** With another decay. */
    public FeatureMaps withDecay(double decay) {
        return new FeatureMaps(base, decay, max);
    }

    /** With another upper limit. */
    public FeatureMaps withMax(int max) {
        return new FeatureMaps(base, decay, max);
    }

    /** Channels at a stage, 0 or more. */
    public int atStage(int stage) {
        int channels = (int) Math.min(base / Math.pow(2, stage * decay), max);
        if (channels < 1) {
            throw new IllegalArgumentException(
                    "Feature maps of base "
                            + base
                            + " and decay "
                            + decay
                            + " leave no channel at stage "
                            + stage
                            + "; choose a larger base or a smaller resolution");
        }
        return channels;
    }

    /** Channels of the features of a resolution, a power of two from 4 on. */
    public int at(int resolution) {
        return atStage(Settings.log2(resolution) - 1);
    }
}
