package io.github.stylegan4j.tensor;

import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.spi.Backend;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A stream of random numbers whose whole state is a seed, a stream number and a position.
 *
 * <p>Every draw starts at a multiple of four and moves the position past its last number, so the
 * same calls in the same order give the same values on every backend.
 *
 * <p>A stream can be the view that a part of a minibatch has of it, see {@link #rows}: its tensors
 * then have one row per sample of the part, its single numbers concern the whole minibatch, and its
 * position moves as if the whole minibatch had drawn.
 */
public final class Rng {
    private final long seed;
    private final long stream;
    private final @Nullable Rows rows;
    private long position;

    /** A stream at its start. */
    public Rng(long seed, long stream) {
        this(seed, stream, 0);
    }

    /** A stream at a given position, as saved from {@link #position()}. */
    public Rng(long seed, long stream, long position) {
        this(seed, stream, position, null);
    }

    private Rng(long seed, long stream, long position, @Nullable Rows rows) {
        if (position < 0 || (position & 3) != 0) {
            throw new IllegalArgumentException(
                    "Random position " + position + " is not a multiple of four from 0 on");
        }
        this.seed = seed;
        this.stream = stream;
        this.position = position;
        this.rows = rows;
    }

    /** Another stream that goes on from here as this one does. */
    public Rng copy() {
        return new Rng(seed, stream, position, rows);
    }

    /**
     * The numbers of some samples: a stream from this position on whose tensors hold those rows of
     * what this one would draw for the whole minibatch.
     *
     * @param part which samples; every tensor drawn has {@code part.size()} rows
     */
    public Rng rows(Rows part) {
        return new Rng(seed, stream, position, part);
    }

    /** Goes on where another view of the same stream has got to. */
    public void follow(Rng view) {
        if (view.seed != seed || view.stream != stream) {
            throw new IllegalArgumentException(
                    "Random stream "
                            + stream
                            + " of seed "
                            + seed
                            + " cannot follow stream "
                            + view.stream
                            + " of seed "
                            + view.seed);
        }
        position = view.position;
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
        return draw(backend, shape, (s, at) -> new SourceOp.Uniform(s, dtype, seed, stream, at));
    }

    /** Standard normal numbers, in the backend's default element type. */
    public Tensor normal(Backend backend, Shape shape) {
        return normal(backend, backend.defaultDType(), shape);
    }

    /** Standard normal numbers, by Box and Muller. */
    public Tensor normal(Backend backend, DType dtype, Shape shape) {
        return draw(backend, shape, (s, at) -> new SourceOp.Normal(s, dtype, seed, stream, at));
    }

    private Tensor draw(Backend backend, Shape shape, BiFunction<Shape, Long, SourceOp> op) {
        if (rows == null) {
            return Tensors.source(backend, op.apply(shape, advance(shape.size())));
        }
        if (shape.rank() == 0 || shape.dim(0) != rows.size()) {
            throw new IllegalArgumentException(
                    "Random numbers of shape "
                            + shape
                            + " were drawn for a part of "
                            + rows.size()
                            + " samples; allowed is one row per sample, ["
                            + rows.size()
                            + ", ...], or single numbers for the whole minibatch");
        }
        return drawRows(backend, shape, op, rows);
    }

    /** Without the other rows, where each row begins at a multiple of four. */
    private Tensor drawRows(
            Backend backend, Shape shape, BiFunction<Shape, Long, SourceOp> op, Rows part) {
        int row = shape.size() / part.size();
        long at = advance((long) row * part.total());
        if (row % 4 != 0) {
            return Scope.run(
                    "rows",
                    () ->
                            part.of(
                                    Tensors.source(
                                            backend, op.apply(shape.with(0, part.total()), at))));
        }
        return Scope.run(
                "rows",
                () -> {
                    Shape run = shape.with(0, part.to() - part.from());
                    Tensor[] runs = new Tensor[part.runs()];
                    for (int i = 0; i < runs.length; i++) {
                        long first = (long) i * part.period() + part.from();
                        runs[i] = Tensors.source(backend, op.apply(run, at + first * row));
                    }
                    return Tensors.concat(0, runs);
                });
    }

    /** One uniform number in [0, 1) on the host. */
    public double nextDouble() {
        int[] words = nextBlock();
        return ((((long) words[0] & 0xFFFFFFFFL) << 21) ^ ((words[1] & 0xFFFFFFFFL) >>> 11))
                * 0x1p-53;
    }

    /**
     * One uniform number in [0, 1) per sample, on the host.
     *
     * @param samples how many there are; of a view, as many as its part has
     */
    public double[] nextDoubles(int samples) {
        if (rows != null && rows.size() != samples) {
            throw new IllegalArgumentException(
                    samples + " numbers were drawn for a part of " + rows.size() + " samples");
        }
        double[] all = new double[rows == null ? samples : rows.total()];
        for (int i = 0; i < all.length; i++) {
            all[i] = nextDouble();
        }
        if (rows == null) {
            return all;
        }
        double[] own = new double[samples];
        for (int i = 0; i < samples; i++) {
            own[i] = all[rows.index(i)];
        }
        return own;
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

    private long advance(long count) {
        long at = position;
        position += (count + 3) / 4 * 4;
        return at;
    }
}
