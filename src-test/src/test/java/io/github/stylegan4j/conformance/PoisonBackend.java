package io.github.stylegan4j.conformance;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.array.Buffer;
import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.ForwardingBackend;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Fills every buffer it hands out with NaN to its full capacity, so that a kernel that leaves an
 * element unwritten, counts on zeros or reads past the end shows; and looks for what was written
 * past the end when a buffer is given back.
 */
final class PoisonBackend extends ForwardingBackend {
    /** Elements behind each buffer that nobody may write: two of the widest vectors. */
    private static final int GUARD = 32;

    private final String note;

    /** How many elements were asked for. */
    private final Map<Buffer, Integer> asked = Collections.synchronizedMap(new IdentityHashMap<>());

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
        Buffer buffer = super.allocate(dtype, length + GUARD);
        float[] poison = new float[buffer.length()];
        Arrays.fill(poison, Float.NaN);
        upload(poison, buffer);
        asked.put(buffer, length);
        return buffer;
    }

    @Override
    public void release(Buffer buffer) {
        Integer length = asked.remove(buffer);
        if (length != null) {
            float[] all = new float[buffer.length()];
            download(buffer, all);
            for (int i = length; i < all.length; i++) {
                float found = all[i];
                int at = i;
                assertTrue(
                        Float.isNaN(found),
                        () -> found + " was written to element " + at + " of " + length);
            }
        }
        super.release(buffer);
    }
}
