package io.github.stylegan4j.io;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Collects tensors and metadata and writes them to a safetensors file.
 *
 * <p>The bytes depend only on the content, not on the order of the calls: metadata is sorted by
 * key, and tensors by element size, largest first, then by name (order of UTF-16 code units). The
 * data section begins at a multiple of 8 bytes. As the format allows no padding between tensors,
 * this order is what aligns every tensor to its element size.
 *
 * <p>A tensor can be given by a supplier, which is asked once, while writing, so that a large
 * network need not be in host memory all at once. Not for use by several threads.
 */
public final class SafetensorsWriter {
    private static final int ALIGNMENT = 8;

    private final Map<String, Entry> entries = new HashMap<>();
    private final Map<String, String> metadata = new TreeMap<>();

    private record Entry(
            String name, ElementType type, int[] shape, int byteSize, Supplier<HostTensor> source) {
        void writeTo(OutputStream out) throws IOException {
            HostTensor tensor = source.get();
            String found = tensor.toString();
            String declared = HostTensor.describe(type, shape);
            if (!found.equals(declared)) {
                throw new IllegalStateException(
                        "tensor \"" + name + "\": its supplier gave " + found + " for " + declared);
            }
            tensor.writeTo(out);
        }
    }

    SafetensorsWriter() {}

    /**
     * Adds one string of metadata.
     *
     * @param key its key
     * @param value its value
     * @return this writer
     * @throws IllegalArgumentException if the key was added before or the text has half of a
     *     surrogate pair
     */
    public SafetensorsWriter metadata(String key, String value) {
        requireText(key);
        requireText(value);
        if (metadata.putIfAbsent(key, value) != null) {
            throw new IllegalArgumentException("metadata \"" + key + "\" was added before");
        }
        return this;
    }

    /**
     * Adds a tensor.
     *
     * @param name its name
     * @param tensor its elements
     * @return this writer
     * @throws IllegalArgumentException if the name was added before, is {@code __metadata__}, or
     *     has half of a surrogate pair
     */
    public SafetensorsWriter add(String name, HostTensor tensor) {
        return add(name, tensor.type(), tensor.shape(), () -> tensor);
    }

    /**
     * Adds a tensor whose elements are fetched while writing.
     *
     * @param name its name
     * @param type the type of its elements
     * @param shape its dimensions
     * @param source gives the tensor when its turn comes
     * @return this writer
     * @throws IllegalArgumentException if the name was added before, is {@code __metadata__}, or
     *     has half of a surrogate pair, or the shape is not valid
     */
    public SafetensorsWriter add(
            String name, ElementType type, int[] shape, Supplier<HostTensor> source) {
        requireText(name);
        Objects.requireNonNull(source, "source");
        if (name.equals(SafetensorsHeader.METADATA)) {
            throw new IllegalArgumentException(
                    "the name " + name + " is reserved by the format; choose another name");
        }
        int byteSize = HostTensor.byteSize(type, shape);
        Entry entry = new Entry(name, type, shape.clone(), byteSize, source);
        if (entries.putIfAbsent(name, entry) != null) {
            throw new IllegalArgumentException("tensor \"" + name + "\" was added before");
        }
        return this;
    }

    private static void requireText(String text) {
        if (!JsonText.isWellFormed(text)) {
            throw new IllegalArgumentException(
                    "the text has half of a surrogate pair: " + TextCursor.quote(text));
        }
    }

    /**
     * Writes the file, atomically as {@link AtomicFiles#write} does.
     *
     * @param file the file to create or replace
     * @throws IllegalArgumentException if the header would be over 16 MiB
     * @throws IllegalStateException if a supplier gave another type or shape than announced
     * @throws IOException as {@link AtomicFiles#write}
     */
    public void write(Path file) throws IOException {
        List<Entry> ordered =
                entries.values().stream()
                        .sorted(
                                Comparator.comparingInt((Entry e) -> -e.type().bytes())
                                        .thenComparing(Entry::name))
                        .toList();
        byte[] header = header(ordered);
        byte[] length =
                ByteBuffer.allocate(SafetensorsHeader.LENGTH_BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(header.length)
                        .array();
        AtomicFiles.write(
                file,
                out -> {
                    out.write(length);
                    out.write(header);
                    for (Entry entry : ordered) {
                        entry.writeTo(out);
                    }
                });
    }

    private byte[] header(List<Entry> ordered) {
        StringBuilder json = new StringBuilder("{");
        if (!metadata.isEmpty()) {
            appendMetadata(json);
        }
        long offset = 0;
        for (Entry entry : ordered) {
            json.append(json.length() > 1 ? "," : "");
            JsonText.appendString(json, entry.name());
            json.append(":{\"dtype\":\"").append(entry.type()).append("\",\"shape\":");
            JsonText.appendArray(json, entry.shape());
            json.append(",\"data_offsets\":[").append(offset);
            offset += entry.byteSize();
            json.append(',').append(offset).append("]}");
        }
        byte[] text = json.append('}').toString().getBytes(StandardCharsets.UTF_8);
        return padded(text);
    }

    private void appendMetadata(StringBuilder json) {
        JsonText.appendString(json, SafetensorsHeader.METADATA);
        char separator = '{';
        json.append(':');
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
            json.append(separator);
            JsonText.appendString(json, entry.getKey());
            json.append(':');
            JsonText.appendString(json, entry.getValue());
            separator = ',';
        }
        json.append('}');
    }

    private static byte[] padded(byte[] text) {
        int start = SafetensorsHeader.LENGTH_BYTES + text.length;
        int padding = Math.floorMod(-start, ALIGNMENT);
        int length = text.length + padding;
        if (length > SafetensorsHeader.MAX_BYTES) {
            throw new IllegalArgumentException(
                    "the header takes "
                            + length
                            + " bytes; allowed are "
                            + SafetensorsHeader.MAX_BYTES
                            + "; use shorter names, less metadata or several files");
        }
        byte[] padded = Arrays.copyOf(text, length);
        Arrays.fill(padded, text.length, length, (byte) ' ');
        return padded;
    }
}
