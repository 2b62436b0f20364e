package io.github.stylegan4j.host;

import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.spi.BufferPool;
import java.util.EnumMap;
import java.util.Map;

/**
 * One array per element type, as long as the longest buffer, that all buffers look at: enough for
 * kernels to run on, where nobody is interested in what they compute.
 */
final class SharedArrays {
    private final Map<DType, HostBuffer> arrays = new EnumMap<>(DType.class);

    /** A buffer of some length. */
    HostBuffer buffer(DType dtype, int length) {
        HostBuffer longest = arrays.get(dtype);
        if (longest == null || longest.length() < length) {
            // Twice as long as needed: arrays outgrown stay alive as long as buffers look at them.
            int room = (int) Math.min(2L * length, BufferPool.LARGEST);
            longest = new HostBuffer(dtype, room);
            arrays.put(dtype, longest);
        }
        return longest.sharing(length);
    }
}
