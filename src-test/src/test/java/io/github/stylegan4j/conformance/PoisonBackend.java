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

    /** What a buffer is filled with, and how many elements of it were asked for. */
    private record Poison(float value, int length) {}

    private final Map<Buffer, Poison> poisons =
            Collections.synchronizedMap(new IdentityHashMap<>());

    private int count;

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
        // Each has a NaN of its own: who copies past the end writes that of another buffer.
        Poison poison = new Poison(Float.intBitsToFloat(0x7fc00000 | (++count & 0x3fffff)), length);
        float[] all = new float[buffer.length()];
        Arrays.fill(all, poison.value);
        upload(all, buffer);
        poisons.put(buffer, poison);
        return buffer;
    }

    @Override
    public void release(Buffer buffer) {
        Poison poison = poisons.remove(buffer);
        if (poison != null) {
            float[] all = new float[buffer.length()];
            download(buffer, all);
            for (int i = poison.length; i < all.length; i++) {
                float found = all[i];
                int at = i;
                assertTrue(
                        isUntouched(found, poison, buffer.dtype()),
                        () -> found + " was written to element " + at + " of " + poison.length);
            }
        }
        super.release(buffer);
    }

    /** Conversions need not keep the bits of a NaN. */
    private static boolean isUntouched(float found, Poison poison, DType dtype) {
        return dtype == DType.FLOAT32
                ? Float.floatToRawIntBits(found) == Float.floatToRawIntBits(poison.value)
                : Float.isNaN(found);
    }
}
