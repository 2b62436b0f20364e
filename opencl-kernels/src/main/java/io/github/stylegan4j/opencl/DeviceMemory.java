package io.github.stylegan4j.opencl;

import io.github.stylegan4j.array.Buffer;
import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.spi.BufferPool;
import io.github.stylegan4j.spi.MemoryStats;
import java.util.Locale;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.cl_mem;

/** Pooled buffers of one device. */
final class DeviceMemory {
    /** Creates a memory object of a number of bytes; may throw {@link CLException}. */
    @FunctionalInterface
    interface Creator {
        /** The new memory object. */
        cl_mem create(long bytes);
    }

    private static final long TOKEN = 64;

    private final Session session;
    private final Creator creator;
    private final BufferPool<ClBuffer> pool = new BufferPool<>(this::create, this::destroy);
    private Runnable giveUp = () -> {};
    private volatile boolean closed;

    DeviceMemory(Session session) {
        this(
                session,
                bytes ->
                        CL.clCreateBuffer(
                                session.context(), CL.CL_MEM_READ_WRITE, bytes, null, null));
    }

    /** Memory whose objects are of the smallest size, whatever was asked for. */
    static DeviceMemory accounting(Session session) {
        return new DeviceMemory(
                session,
                bytes ->
                        CL.clCreateBuffer(
                                session.context(), CL.CL_MEM_READ_WRITE, TOKEN, null, null));
    }

    /** Memory whose objects come from elsewhere than the driver: for tests of its failures. */
    DeviceMemory(Session session, Creator creator) {
        this.session = session;
        this.creator = creator;
        session.onShortage(this::trim);
    }

    /**
     * A buffer of at least {@code length} elements, contents undefined.
     *
     * @throws OpenClException when it is larger than the device allows, or when there is no memory
     *     even after the pool was emptied
     * @throws IllegalStateException after {@link #close()}
     */
    ClBuffer allocate(DType dtype, int length) {
        if (closed) {
            throw new IllegalStateException(
                    "The OpenCL device was closed; open it again with Backends.open");
        }
        long bytes = (long) BufferPool.sizeClass(length) * dtype.bytes();
        long limit = session.traits().maxAllocation();
        if (bytes > limit) {
            throw new OpenClException(
                    String.format(
                            Locale.ROOT,
                            "A tensor of %s is larger than the largest buffer of %s, %s; use a"
                                    + " smaller minibatch, resolution or number of feature maps",
                            size(bytes),
                            session.traits().name(),
                            size(limit)),
                    CL.CL_INVALID_BUFFER_SIZE,
                    null);
        }
        try {
            return pool.acquire(dtype, length);
        } catch (OpenClException e) {
            if (!e.outOfMemory()) {
                throw e;
            }
            trim();
            return secondTry(dtype, length, bytes);
        }
    }

    private ClBuffer secondTry(DType dtype, int length, long bytes) {
        try {
            return pool.acquire(dtype, length);
        } catch (OpenClException e) {
            MemoryStats now = pool.stats();
            double fits = (double) now.liveBytes() / (now.liveBytes() + bytes);
            throw new OpenClException(
                    String.format(
                            Locale.ROOT,
                            "%s has no memory for another %s: %d tensors of together %s are in use"
                                    + " and none waits for reuse. A minibatch of at most %.0f %% of"
                                    + " this one's size would come further",
                            session.traits().name(),
                            size(bytes),
                            now.liveBuffers(),
                            size(now.liveBytes()),
                            Math.max(1, Math.floor(fits * 100))),
                    e.status(),
                    e);
        }
    }

    private static String size(long bytes) {
        return bytes < 10L << 20
                ? String.format(Locale.ROOT, "%.1f KiB", bytes / 1024.0)
                : String.format(Locale.ROOT, "%.1f MiB", bytes / (double) (1L << 20));
    }

    private ClBuffer create(DType dtype, int length) {
        long bytes = (long) length * dtype.bytes();
        try {
            return new ClBuffer(dtype, length, creator.create(bytes));
        } catch (CLException e) {
            throw OpenClException.of("allocating " + size(bytes), e);
        }
    }

    private void destroy(ClBuffer buffer) {
        session.release("A buffer", () -> CL.clReleaseMemObject(buffer.memory()));
    }

    /** Takes a buffer back; commands under way that use it finish before its next user's. */
    void release(Buffer buffer) {
        pool.release((ClBuffer) buffer);
        if (closed) {
            pool.trim();
        }
    }

    MemoryStats stats() {
        return pool.stats();
    }

    void forgetPeak() {
        pool.forgetPeak();
    }

    /** What to do before memory is returned to the driver: give up what can be made again. */
    void onTrim(Runnable action) {
        giveUp = action;
    }

    /** Returns pooled, unused buffers to the driver, which waits for commands that use them. */
    void trim() {
        giveUp.run();
        if (!closed) {
            session.finish();
        }
        pool.trim();
    }

    void close() {
        closed = true;
        pool.trim();
    }
}
