package io.github.stylegan4j.opencl;

import io.github.stylegan4j.array.Buffer;
import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.spi.BufferPool;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Transformed weights, kept from one use to the next until the weights change.
 *
 * <p>What changes a buffer is known exactly: the outputs of an operation, an upload, and its return
 * to the pool. {@link OpenClBackend} tells of each. The first use only notes the weights, since
 * most are used once between two updates; from the second on their transform is kept, as long as
 * there is room. Nothing is pushed out: weights that are used in turn would push out one another.
 */
final class KeptWeights {
    /** Bytes of all that is kept. */
    static final long MOST_BYTES = 256L << 20;

    private final DeviceMemory memory;
    private final long mostBytes;
    private final Map<Buffer, Map<Key, Entry>> entries = new HashMap<>();
    private long bytes;

    KeptWeights(DeviceMemory memory) {
        this(memory, MOST_BYTES);
    }

    /** With room for so many bytes. */
    KeptWeights(DeviceMemory memory, long mostBytes) {
        this.memory = memory;
        this.mostBytes = mostBytes;
        memory.onTrim(this::clear);
    }

    /**
     * All that a transform depends on beside the weights' values.
     *
     * @param weights their memory
     * @param offset of the first one
     * @param outs result channels
     * @param ins source channels
     * @param so distance of result channels
     * @param si distance of source channels
     * @param sh distance of rows of taps
     * @param sw distance of columns of taps
     * @param transform what is made of them
     */
    record Key(
            ClBuffer weights,
            int offset,
            int outs,
            int ins,
            int so,
            int si,
            int sh,
            int sw,
            Transform transform) {}

    /**
     * What is made of weights.
     *
     * @param tile edge of the tiles of pixels
     * @param phases kernels that are made of each
     * @param resizing what the convolution does to the size
     */
    record Transform(int tile, int phases, Resizing resizing) {}

    private static final class Entry {
        private @Nullable ClBuffer transformed;
        private int uses;
        private int users;
    }

    /** Transformed weights in use; closing lets go of them. */
    final class Use implements AutoCloseable {
        private final ClBuffer buffer;
        private final @Nullable Entry entry;

        private Use(ClBuffer buffer, @Nullable Entry entry) {
            this.buffer = buffer;
            this.entry = entry;
        }

        ClBuffer buffer() {
            return buffer;
        }

        @Override
        public void close() {
            letGo(this);
        }
    }

    /**
     * Notes a use of weights.
     *
     * @param length elements of their transform
     * @return whether {@link #take} finds it, or will keep it
     */
    synchronized boolean keeps(Key key, long length) {
        Entry entry =
                entries.computeIfAbsent(key.weights(), w -> new HashMap<>())
                        .computeIfAbsent(key, k -> new Entry());
        entry.uses++;
        return entry.transformed != null
                || (entry.uses > 1 && bytes + bytesFor(length) <= mostBytes);
    }

    /**
     * Transformed weights: those that are kept, or new ones.
     *
     * @param keep what {@link #keeps} said
     * @param transform launches what fills a buffer with them
     */
    Use take(Key key, long length, boolean keep, Device device, Consumer<ClBuffer> transform) {
        Use found = find(key);
        if (found != null) {
            return found;
        }
        ClBuffer u = device.scratch(DType.FLOAT32, length);
        try {
            transform.accept(u);
        } catch (RuntimeException | Error e) {
            memory.release(u);
            throw e;
        }
        return keep ? store(key, u) : new Use(u, null);
    }

    private synchronized @Nullable Use find(Key key) {
        Map<Key, Entry> of = entries.get(key.weights());
        Entry entry = of == null ? null : of.get(key);
        if (entry == null || entry.transformed == null) {
            return null;
        }
        entry.users++;
        return new Use(entry.transformed, entry);
    }

    private synchronized Use store(Key key, ClBuffer u) {
        Map<Key, Entry> of = entries.get(key.weights());
        Entry entry = of == null ? null : of.get(key);
        if (entry == null) {
            return new Use(u, null);
        }
        entry.transformed = u;
        entry.users++;
        bytes += bytes(u);
        return new Use(u, entry);
    }

    private synchronized void letGo(Use use) {
        Entry entry = use.entry;
        if (entry == null) {
            memory.release(use.buffer);
            return;
        }
        entry.users--;
        if (entry.users == 0 && entry.transformed == null) {
            memory.release(use.buffer);
        }
    }

    /** Forgets what was made of a buffer, since its contents are others now or mean nothing. */
    synchronized void changed(Buffer weights) {
        Map<Key, Entry> of = entries.remove(weights);
        if (of != null) {
            of.values().forEach(this::drop);
        }
    }

    /** Gives an entry's memory back, now or when it is no longer in use. */
    private void drop(Entry entry) {
        ClBuffer u = entry.transformed;
        if (u == null) {
            return;
        }
        entry.transformed = null;
        bytes -= bytes(u);
        if (entry.users == 0) {
            memory.release(u);
        }
    }

    /** Forgets everything. */
    synchronized void clear() {
        entries.values().forEach(of -> of.values().forEach(this::drop));
        entries.clear();
    }

    /** What a buffer for so many elements takes: that of its size class. */
    private static long bytesFor(long length) {
        return (long) BufferPool.sizeClass(Math.toIntExact(length)) * DType.FLOAT32.bytes();
    }

    private static long bytes(ClBuffer u) {
        return (long) u.length() * u.dtype().bytes();
    }
}
