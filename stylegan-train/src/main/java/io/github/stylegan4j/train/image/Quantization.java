package io.github.stylegan4j.train.image;

/**
 * How a network's output, nominally from -1 to 1, becomes a byte. Values beyond are saturated; NaN
 * becomes 0.
 *
 * <p>The two rules are those of the reference implementation and differ only on exact halves.
 */
public enum Quantization {
    /** Training grids: rint(127.5 x + 127.5), halves to even. */
    GRID {
        @Override
        public int quantize(float x) {
            return saturated((float) Math.rint(127.5f * x + 127.5f));
        }
    },
    /** Generated single images: floor(127.5 x + 128), halves up. */
    INFERENCE {
        @Override
        public int quantize(float x) {
            return saturated((float) Math.floor(127.5f * x + 128f));
        }
    };

    /**
     * The byte of one value.
     *
     * @return 0 to 255
     */
    public abstract int quantize(float x);

    private static int saturated(float value) {
        return (int) Math.max(0, Math.min(255, value));
    }
}
