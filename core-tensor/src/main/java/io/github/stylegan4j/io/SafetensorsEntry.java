package io.github.stylegan4j.io;

import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One tensor of a safetensors header as the file states it, checked only against itself.
 *
 * @param name the tensor's name
 * @param type the type of the elements
 * @param shape the dimensions, not negative
 * @param begin the first byte in the data section
 * @param end the byte after the last one
 */
record SafetensorsEntry(String name, ElementType type, long[] shape, long begin, long end) {
    private static final String TYPES = Arrays.toString(ElementType.values());

    /** Reads the value of one member of the header. */
    static SafetensorsEntry read(JsonCursor json, String name) {
        Fields fields = new Fields();
        json.object(
                key -> {
                    switch (key) {
                        case "dtype" -> fields.type = type(json, fields.type == null);
                        case "shape" ->
                                fields.shape =
                                        integers(
                                                json,
                                                key,
                                                fields.shape == null,
                                                HostTensor.MAX_RANK);
                        case "data_offsets" ->
                                fields.offsets = integers(json, key, fields.offsets == null, 2);
                        default ->
                                throw json.fail(
                                        "the field " + TextCursor.quote(key),
                                        "dtype, shape and data_offsets");
                    }
                });
        return fields.entry(json, name);
    }

    private static ElementType type(JsonCursor json, boolean first) {
        requireFirst(json, "dtype", first);
        String found = json.string();
        for (ElementType type : ElementType.values()) {
            if (type.name().equals(found)) {
                return type;
            }
        }
        throw new TensorFileException(
                json.file(),
                "the element type " + TextCursor.quote(found),
                TYPES,
                "Convert the tensor to one of these types.");
    }

    private static long[] integers(JsonCursor json, String key, boolean first, int most) {
        requireFirst(json, key, first);
        long[] values = new long[most];
        int[] count = new int[1];
        json.array(
                () -> {
                    if (count[0] == most) {
                        throw json.fail("more integers in " + key, "at most " + most);
                    }
                    values[count[0]++] = json.integer();
                });
        return Arrays.copyOf(values, count[0]);
    }

    private static void requireFirst(JsonCursor json, String key, boolean first) {
        if (!first) {
            throw json.fail("a second " + key, "each field once");
        }
    }

    /** The dimensions as Java can index them, once the size is known to fit the file. */
    TensorInfo toInfo(Path file) {
        String what = "tensor " + TextCursor.quote(name);
        int[] narrow = ArraySizes.narrow(file, what, type, shape);
        return new TensorInfo(name, type, narrow, begin, (int) (end - begin));
    }

    /** The fields read so far, null where not yet seen. */
    private static final class Fields {
        private @Nullable ElementType type;
        private long @Nullable [] shape;
        private long @Nullable [] offsets;

        SafetensorsEntry entry(JsonCursor json, String name) {
            String quoted = TextCursor.quote(name);
            if (type == null || shape == null || offsets == null || offsets.length != 2) {
                throw json.fail(
                        "an incomplete description of " + quoted,
                        "dtype, shape and two data_offsets");
            }
            long size = ArraySizes.byteSize(type, shape);
            if (offsets[0] > offsets[1] || size != offsets[1] - offsets[0]) {
                String needed = size < 0 ? "over 2^63" : Long.toString(size);
                throw json.fail(
                        "data_offsets "
                                + Arrays.toString(offsets)
                                + " for "
                                + quoted
                                + " of type "
                                + type
                                + " and shape "
                                + Arrays.toString(shape),
                        "a range of exactly the tensor's size, " + needed + " bytes");
            }
            return new SafetensorsEntry(name, type, shape, offsets[0], offsets[1]);
        }
    }
}
