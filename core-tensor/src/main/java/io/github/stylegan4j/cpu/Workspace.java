package io.github.stylegan4j.cpu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Scratch memory of one task of a blocked kernel, reused from task to task.
 *
 * <p>Rows are separate arrays because the JIT compiler vectorises loops over several arrays at one
 * common index, but not over one array at several offsets.
 */
final class Workspace implements AutoCloseable {
    /** Hands out workspaces; as many exist as were ever in use at the same time. */
    static final class Pool {
        private final ConcurrentLinkedDeque<Workspace> free = new ConcurrentLinkedDeque<>();
        private final List<float[]> bulk = new ArrayList<>();
        private final List<Pool> ofCallers = new ArrayList<>();
        private final AtomicLong bulkElements = new AtomicLong();
        private final AtomicLong rowElements = new AtomicLong();

        /**
         * A pool whose workspaces are taken by the thread that runs an operation, not by each of
         * the team; its memory is counted and forgotten with this one's.
         */
        synchronized Pool ofCallers() {
            Pool pool = new Pool();
            ofCallers.add(pool);
            return pool;
        }

        /**
         * Bytes of all scratch memory.
         *
         * @param copies how many workspaces stand for each that exists
         */
        synchronized long bytes(int copies) {
            long elements = bulkElements.get() + copies * rowElements.get();
            return Float.BYTES * elements + ofCallers.stream().mapToLong(p -> p.bytes(1)).sum();
        }

        /** A workspace for the caller alone until it is closed. */
        Workspace take() {
            Workspace w = free.pollLast();
            return w == null ? new Workspace(this) : w;
        }

        /**
         * One large array for a whole operation, contents undefined; given back by {@link #give}.
         */
        synchronized float[] bulk(int length) {
            int best = -1;
            for (int i = 0; i < bulk.size(); i++) {
                int have = bulk.get(i).length;
                if (best < 0 || better(have, bulk.get(best).length, length)) {
                    best = i;
                }
            }
            float[] array = best < 0 ? null : bulk.remove(best);
            if (array != null && array.length >= length) {
                return array;
            }
            bulkElements.addAndGet(length - (array == null ? 0 : array.length));
            return new float[length];
        }

        /**
         * Whether {@code a} is the better choice: the smallest that is large enough, else larger.
         */
        private static boolean better(int a, int b, int length) {
            return a >= length ? b < length || a < b : b < length && a > b;
        }

        /** Takes a large array back. */
        synchronized void give(float[] array) {
            bulk.add(array);
        }

        /** Forgets all scratch memory that is not in use. */
        synchronized void clear() {
            free.clear();
            bulk.clear();
            bulkElements.set(0);
            rowElements.set(0);
            ofCallers.forEach(Pool::clear);
        }
    }

    private static final float[][] NO_ROWS = {};

    private final Pool pool;
    private float[][] panel = NO_ROWS;
    private float[][] sums = NO_ROWS;
    private float[] coefficients = {};
    private ColumnMap[] maps = {};

    private Workspace(Pool pool) {
        this.pool = pool;
    }

    /** At least {@code count} rows of at least {@code length} elements for the right operand. */
    float[][] panel(int count, int length) {
        panel = grow(panel, count, length);
        return panel;
    }

    /** At least {@code count} rows of at least {@code length} elements for the result. */
    float[][] sums(int count, int length) {
        sums = grow(sums, count, length);
        return sums;
    }

    /** At least {@code length} elements for a block of the left operand. */
    float[] coefficients(int length) {
        if (coefficients.length < length) {
            pool.rowElements.addAndGet(length - coefficients.length);
            coefficients = new float[length];
        }
        return coefficients;
    }

    /** At least {@code count} column maps. */
    ColumnMap[] maps(int count) {
        if (maps.length < count) {
            int old = maps.length;
            maps = Arrays.copyOf(maps, count);
            for (int i = old; i < count; i++) {
                maps[i] = new ColumnMap();
            }
        }
        return maps;
    }

    /** Each row grows by itself: many short rows and few long ones do not add up to many long. */
    private float[][] grow(float[][] rows, int count, int length) {
        float[][] grown = rows.length >= count ? rows : Arrays.copyOf(rows, count);
        for (int i = 0; i < count; i++) {
            if (grown[i] == null || grown[i].length < length) {
                pool.rowElements.addAndGet(length - (grown[i] == null ? 0 : grown[i].length));
                grown[i] = new float[length];
            }
        }
        return grown;
    }

    @Override
    public void close() {
        pool.free.addLast(this);
    }
}
