package io.github.stylegan4j.stylegan.checkpoint;

/**
 * How far a network was trained.
 *
 * @param kimg thousands of real images shown, 0 for an untrained network
 * @param lod level of detail at that moment, 0 for the full resolution
 */
public record Progress(double kimg, double lod) {
    /** Checks that both are finite and not negative. */
    public Progress {
        if (!(kimg >= 0 && lod >= 0) || Double.isInfinite(kimg + lod)) {
            throw new IllegalArgumentException(
                    "kimg is "
                            + kimg
                            + " and lod is "
                            + lod
                            + "; allowed: finite numbers from 0 on");
        }
    }

    /** An untrained network, or one whose training is not known, at full resolution. */
    public static Progress none() {
        return new Progress(0, 0);
    }
}
