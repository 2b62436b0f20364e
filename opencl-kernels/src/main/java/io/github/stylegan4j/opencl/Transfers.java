package io.github.stylegan4j.opencl;

import io.github.stylegan4j.array.DType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.cl_event;

/**
 * Copies between the host and the device.
 *
 * <p>An upload is copied aside and left to the queue, so that it does not wait for the work before
 * it; a download waits.
 */
final class Transfers {
    /** Bytes that may wait in the queue before an upload waits for the oldest of them. */
    private static final long MAX_PENDING = 256L << 20;

    private final Session session;
    private final ArrayDeque<Upload> pending = new ArrayDeque<>();
    private final Map<Integer, ArrayDeque<ByteBuffer>> free = new HashMap<>();
    private long pendingBytes;

    Transfers(Session session) {
        this.session = session;
    }

    private record Upload(cl_event event, ByteBuffer staging) {}

    void upload(float[] source, ClBuffer target) {
        ByteBuffer staging = staging(source.length, target.dtype());
        if (target.dtype() == DType.FLOAT32) {
            staging.asFloatBuffer().put(source);
        } else {
            for (int i = 0; i < source.length; i++) {
                staging.putDouble(i * Double.BYTES, source[i]);
            }
        }
        enqueue(staging, source.length, target);
    }

    void upload(double[] source, ClBuffer target) {
        ByteBuffer staging = staging(source.length, target.dtype());
        if (target.dtype() == DType.FLOAT64) {
            staging.asDoubleBuffer().put(source);
        } else {
            for (int i = 0; i < source.length; i++) {
                staging.putFloat(i * Float.BYTES, (float) source[i]);
            }
        }
        enqueue(staging, source.length, target);
    }

    private ByteBuffer staging(int length, DType dtype) {
        long bytes = (long) length * dtype.bytes();
        if (bytes > 1 << 30) {
            throw new IllegalArgumentException(
                    "One copy to an OpenCL device holds at most 1 GiB, got " + bytes + " bytes");
        }
        reclaim();
        int capacity = Math.max(256, Integer.highestOneBit((int) Math.max(1, bytes - 1)) * 2);
        ArrayDeque<ByteBuffer> list = free.get(capacity);
        ByteBuffer found = list == null ? null : list.pollLast();
        return found != null
                ? found
                : ByteBuffer.allocateDirect(capacity).order(ByteOrder.nativeOrder());
    }

    private void enqueue(ByteBuffer staging, int length, ClBuffer target) {
        if (length == 0) {
            keep(staging);
            return;
        }
        long bytes = (long) length * target.dtype().bytes();
        cl_event event = session.write(target, bytes, Pointer.to(staging));
        pending.addLast(new Upload(event, staging));
        pendingBytes += staging.capacity();
    }

    /** Takes back the copies of uploads that are done; waits for the oldest if there are many. */
    private void reclaim() {
        while (!pending.isEmpty()) {
            Upload oldest = pending.peekFirst();
            if (!session.isDone(oldest.event())) {
                if (pendingBytes <= MAX_PENDING) {
                    return;
                }
                session.await(oldest.event());
            }
            pending.removeFirst();
            pendingBytes -= oldest.staging().capacity();
            release(oldest);
            keep(oldest.staging());
        }
    }

    private void release(Upload upload) {
        session.release("An event", () -> CL.clReleaseEvent(upload.event()));
    }

    private void keep(ByteBuffer staging) {
        free.computeIfAbsent(staging.capacity(), k -> new ArrayDeque<>()).addLast(staging);
    }

    void download(ClBuffer source, float[] target) {
        if (source.dtype() == DType.FLOAT32) {
            read(source, target.length, Pointer.to(target));
            return;
        }
        double[] wide = new double[target.length];
        read(source, wide.length, Pointer.to(wide));
        for (int i = 0; i < wide.length; i++) {
            target[i] = (float) wide[i];
        }
    }

    void download(ClBuffer source, double[] target) {
        if (source.dtype() == DType.FLOAT64) {
            read(source, target.length, Pointer.to(target));
            return;
        }
        float[] narrow = new float[target.length];
        read(source, narrow.length, Pointer.to(narrow));
        for (int i = 0; i < narrow.length; i++) {
            target[i] = narrow[i];
        }
    }

    /** Waits for the queue first, since the garbage collector stands still during the copy. */
    private void read(ClBuffer source, int length, Pointer target) {
        session.finish();
        if (length == 0) {
            return;
        }
        session.read(source, (long) length * source.dtype().bytes(), target);
    }

    /** Waits for what is pending, unless the device is lost. */
    void close() {
        session.drain();
        pending.forEach(this::release);
        pending.clear();
        free.clear();
    }
}
