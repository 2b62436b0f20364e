package io.github.stylegan4j.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads and writes safetensors files: named arrays beside string metadata.
 *
 * <p>A file is 8 bytes with the header's length (little-endian), the header as JSON, and the
 * elements of all tensors without gaps. The format is described at <a
 * href="https://github.com/huggingface/safetensors">github.com/huggingface/safetensors</a>. Refused
 * beyond what the format demands: headers over 16 MiB, single tensors of 2 GiB and more, and
 * unknown fields.
 */
public final class Safetensors {
    private Safetensors() {}

    /**
     * The whole content of a file.
     *
     * @param tensors the tensors by name, in the order of their data
     * @param metadata the strings beside them
     */
    public record Contents(Map<String, HostTensor> tensors, Map<String, String> metadata) {
        /**
         * Copies both maps, keeping their order.
         *
         * @param tensors the tensors by name
         * @param metadata the strings beside them
         */
        public Contents {
            tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
            metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        }
    }

    /**
     * Opens a file to read its tensors one at a time.
     *
     * @param file the file
     * @return the open file, which the caller closes
     * @throws TensorFileException if the content is not a valid safetensors file
     * @throws IOException if there is no such file or the disk fails
     */
    public static SafetensorsFile open(Path file) throws IOException {
        return SafetensorsFile.open(file);
    }

    /**
     * Reads a whole file into memory.
     *
     * @param file the file
     * @return all tensors and the metadata
     * @throws TensorFileException if the content is not a valid safetensors file
     * @throws IOException if there is no such file or the disk fails
     */
    public static Contents read(Path file) throws IOException {
        try (SafetensorsFile open = open(file)) {
            Map<String, HostTensor> tensors = new LinkedHashMap<>();
            for (String name : open.tensors().keySet()) {
                tensors.put(name, open.read(name));
            }
            return new Contents(tensors, open.metadata());
        }
    }

    /**
     * Starts a file that is to be written.
     *
     * @return a writer without tensors and metadata
     */
    public static SafetensorsWriter writer() {
        return new SafetensorsWriter();
    }

    /**
     * Writes a whole file, atomically and with bytes that do not depend on the maps' order.
     *
     * @param file the file to create or replace
     * @param tensors the tensors by name
     * @param metadata the strings beside them
     * @throws IllegalArgumentException as {@link SafetensorsWriter} does
     * @throws IOException as {@link AtomicFiles#write}
     */
    public static void write(
            Path file, Map<String, HostTensor> tensors, Map<String, String> metadata)
            throws IOException {
        SafetensorsWriter writer = writer();
        metadata.forEach(writer::metadata);
        tensors.forEach(writer::add);
        writer.write(file);
    }
}
