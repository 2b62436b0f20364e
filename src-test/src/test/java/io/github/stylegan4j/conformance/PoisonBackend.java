package io.github.stylegan4j.conformance;

import io.github.stylegan4j.array.Buffer;
import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.ForwardingBackend;
import java.util.Arrays;

/**
 * Fills every buffer it hands out with NaN to its full capacity, so that a kernel that leaves an
 * element unwritten, counts on zeros or reads past the end shows.
 */
final class PoisonBackend extends ForwardingBackend {
    private final String note;

    PoisonBackend(Backend device) {
        this(device, "");
    }

    /** With what is to be said of the device besides its description. */
    PoisonBackend(Backend device, String note) {
        super(device);
        this.note = note;
    }

    @Override
    public String description() {
        return super.description() + note;
    }

    @Override
    public Buffer allocate(DType dtype, int length) {
        Buffer buffer = super.allocate(dtype, length);
        float[] poison = new float[buffer.length()];
        Arrays.fill(poison, Float.NaN);
        upload(poison, buffer);
        return buffer;
    }
}
