package io.github.stylegan4j.train.bench;

import io.github.stylegan4j.spi.Backend;

/**
 * The multiply-add limit of a device, measured beside each repetition: on virtual processors that
 * share a core it can halve for minutes.
 */
final class Limit {
    /** Operations of each processor that make up one measurement. */
    private static final long OPERATIONS = 1_000_000_000L;

    private Limit() {}

    /**
     * Billions of multiplications and additions per second that this device does in registers; 0 if
     * it has no kernel that tells.
     */
    static double measure(Backend backend) {
        backend.synchronize();
        long start = System.nanoTime();
        double operations = backend.multiplyAdds(OPERATIONS);
        backend.synchronize();
        return operations / Math.max(1, System.nanoTime() - start);
    }
}
