package io.github.stylegan4j.tensor;

import io.github.stylegan4j.array.Buffer;
import io.github.stylegan4j.spi.Backend;
import java.util.concurrent.atomic.AtomicInteger;

/** A buffer shared by the tensors that view it; the last one to let go returns it to the pool. */
final class Storage {
    final Backend backend;
    final Buffer buffer;
    private final AtomicInteger holders = new AtomicInteger(1);
    private int version;

    Storage(Backend backend, Buffer buffer) {
        this.backend = backend;
        this.buffer = buffer;
    }

    Storage share() {
        holders.incrementAndGet();
        return this;
    }

    void release() {
        if (holders.decrementAndGet() == 0) {
            backend.release(buffer);
        }
    }

    /** Counts the updates in place, so that a graph that needs the old value notices. */
    int version() {
        return version;
    }

    void changed() {
        version++;
    }
}
