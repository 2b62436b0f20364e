package io.github.stylegan4j.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The header of a safetensors file: 8 bytes that hold the length of a JSON text, and that text.
 *
 * @param tensors the tensors by name, in the order of their data
 * @param metadata the strings under {@code __metadata__}, in the header's order
 * @param dataStart where the data section begins in the file
 */
record SafetensorsHeader(
        Map<String, TensorInfo> tensors, Map<String, String> metadata, long dataStart) {
    static final String METADATA = "__metadata__";

    /** A header of this size describes about 100,000 tensors. */
    static final int MAX_BYTES = 16 << 20;

    static final int LENGTH_BYTES = 8;

    private static final String COPY_AGAIN =
            "The file is incomplete or damaged; copy or write it again.";

    /** Reads and checks the header; the data is not read. */
    static SafetensorsHeader read(InputFile file) throws IOException {
        int length = length(file);
        JsonCursor json = new JsonCursor(file.path(), "safetensors header", text(file, length));
        Map<String, SafetensorsEntry> entries = new LinkedHashMap<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        boolean[] metadataSeen = new boolean[1];
        json.object(
                name -> {
                    if (!name.equals(METADATA)) {
                        putOnce(json, entries, name, SafetensorsEntry.read(json, name));
                    } else if (metadataSeen[0]) {
                        throw json.fail("a second " + METADATA, "each name once");
                    } else {
                        metadataSeen[0] = true;
                        json.object(key -> putOnce(json, metadata, key, json.string()));
                    }
                });
        json.expectEnd();

        long dataStart = LENGTH_BYTES + (long) length;
        List<SafetensorsEntry> sorted =
                entries.values().stream()
                        .sorted(
                                Comparator.comparingLong(SafetensorsEntry::begin)
                                        .thenComparingLong(SafetensorsEntry::end))
                        .toList();
        requireTiled(file, sorted, file.size() - dataStart);
        Map<String, TensorInfo> tensors = new LinkedHashMap<>();
        sorted.forEach(entry -> tensors.put(entry.name(), entry.toInfo(file.path())));
        return new SafetensorsHeader(
                Collections.unmodifiableMap(tensors),
                Collections.unmodifiableMap(metadata),
                dataStart);
    }

    private static int length(InputFile file) throws IOException {
        int start = (int) Math.min(file.size(), LENGTH_BYTES);
        ByteBuffer bytes = file.read(0, start, "the length of the header");
        String hint = FileKinds.hint(bytes.array());
        if (start < LENGTH_BYTES) {
            throw new TensorFileException(
                    file.path(),
                    "this is not a safetensors file: it has only " + start + " bytes" + hint,
                    "files that begin with 8 bytes for the length of the header",
                    COPY_AGAIN);
        }
        long length = bytes.getLong(0);
        if (length < 2 || length > MAX_BYTES) {
            throw new TensorFileException(
                    file.path(),
                    "this is not a safetensors file: its first 8 bytes, the length of the header,"
                            + " hold "
                            + Long.toUnsignedString(length)
                            + hint,
                    "2 to " + MAX_BYTES,
                    "Check that this is the file you mean.");
        }
        if (length > file.size() - LENGTH_BYTES) {
            throw new TensorFileException(
                    file.path(),
                    "the header should have "
                            + length
                            + " bytes, but only "
                            + (file.size() - LENGTH_BYTES)
                            + " follow"
                            + hint,
                    "a whole safetensors file",
                    COPY_AGAIN);
        }
        return (int) length;
    }

    private static String text(InputFile file, int length) throws IOException {
        ByteBuffer bytes = file.read(LENGTH_BYTES, length, "the header");
        if (bytes.get(0) != '{') {
            throw new TensorFileException(
                    file.path(),
                    "this is not a safetensors file: its header begins with byte "
                            + Byte.toUnsignedInt(bytes.get(0)),
                    "'{' (byte 123)",
                    "Check that this is the file you mean.");
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw new TensorFileException(
                    file.path(), "the header is not UTF-8 text", "UTF-8", COPY_AGAIN, e);
        }
    }

    private static <V> void putOnce(JsonCursor json, Map<String, V> map, String name, V value) {
        if (map.put(name, value) != null) {
            throw json.fail("a second " + TextCursor.quote(name), "each name once");
        }
    }

    /** Checks that the tensors, in the order of their data, leave no byte out and share none. */
    private static void requireTiled(
            InputFile file, List<SafetensorsEntry> sorted, long dataBytes) {
        long covered = 0;
        for (SafetensorsEntry entry : sorted) {
            String name = TextCursor.quote(entry.name());
            if (entry.end() > dataBytes) {
                throw untiled(
                        file,
                        "the data should reach byte " + entry.end() + " for tensor " + name,
                        dataBytes);
            }
            if (entry.begin() != covered) {
                String problem = entry.begin() < covered ? "overlaps" : "leaves a gap after";
                throw untiled(
                        file, "tensor " + name + " " + problem + " the one before", dataBytes);
            }
            covered = entry.end();
        }
        if (covered != dataBytes) {
            throw untiled(file, (dataBytes - covered) + " bytes follow the last tensor", dataBytes);
        }
    }

    private static TensorFileException untiled(InputFile file, String found, long dataBytes) {
        return new TensorFileException(
                file.path(),
                found,
                "tensors that cover the " + dataBytes + " bytes of data without gap or overlap",
                COPY_AGAIN);
    }
}
