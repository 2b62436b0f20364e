package io.github.stylegan4j.tensor;

import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.spi.Backend;

/**
 * A stream of random numbers whose whole state is a seed, a stream number and a position.
 *
 * <p>Every draw starts at a multiple of four and moves the position past its last number, so the
 * same calls in the same order give the same values on every backend.
 */
public final class Rng {
    private final long seed;
    private final long stream;
    private long position;

    /** A stream at its start. */
    public Rng(long seed, long stream) {
        this(seed, stream, 0);
    }

    /** A stream at a given position, as saved from {@link #position()}. */
    public Rng(long seed, long stream, long position) {
        if (position < 0 || (position & 3) != 0) {
            throw new IllegalArgumentException(
                    "Random position " + position + " is not a multiple of four from 0 on");
        }
        this.seed = seed;
        this.stream = stream;
        this.position = position;
    }

    /** The seed. */
    public long seed() {
        return seed;
    }

    /** The stream number. */
    public long stream() {
        return stream;
    }

    /** How many numbers were drawn, each draw rounded up to a multiple of four. */
    public long position() {
        return position;
    }

    /** Uniform numbers in [0, 1), in the backend's default element type. */
    public Tensor uniform(Backend backend, Shape shape) {
        return uniform(backend, backend.defaultDType(), shape);
    }

    /** Uniform numbers in [0, 1); the same numbers in either element type. */
    public Tensor uniform(Backend backend, DType dtype, Shape shape) {
        return Tensors.source(
                backend, new SourceOp.Uniform(shape, dtype, seed, stream, advance(shape.size())));
    }

    /** Standard normal numbers, in the backend's default element type. */
    public Tensor normal(Backend backend, Shape shape) {
        return normal(backend, backend.defaultDType(), shape);
    }

    /** Standard normal numbers, by Box and Muller. */
    public Tensor normal(Backend backend, DType dtype, Shape shape) {
        return Tensors.source(
                backend, new SourceOp.Normal(shape, dtype, seed, stream, advance(shape.size())));
    }

    /** One uniform number in [0, 1) on the host. */
    public double nextDouble() {
        int[] words = nextBlock();
        return ((((long) words[0] & 0xFFFFFFFFL) << 21) ^ ((words[1] & 0xFFFFFFFFL) >>> 11))
                * 0x1p-53;
    }

    /**
     * One integer in [0, bound) on the host, without bias.
     *
     * @param bound 1 or more
     */
    public int nextInt(int bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("nextInt needs a bound of at least 1, got " + bound);
        }
        long limit = (1L << 32) / bound * bound;
        long word;
        do {
            word = nextBlock()[0] & 0xFFFFFFFFL;
        } while (word >= limit);
        return (int) (word % bound);
    }

    private int[] nextBlock() {
        int[] words = new int[4];
        Philox.block(seed, stream, advance(4) >>> 2, words);
        return words;
    }

    private long advance(int count) {
        long at = position;
        position += (count + 3L) / 4 * 4;
        return at;
    }
}
