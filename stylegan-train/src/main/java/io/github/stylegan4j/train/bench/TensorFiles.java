package io.github.stylegan4j.train.bench;

import io.github.stylegan4j.io.HostTensor;
import io.github.stylegan4j.io.Safetensors;
import io.github.stylegan4j.io.SafetensorsWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;

/** Named tensors on their way between two processes. */
final class TensorFiles {
    private TensorFiles() {}

    static void write(Path file, Map<String, HostTensor> tensors) {
        SafetensorsWriter writer = Safetensors.writer();
        tensors.forEach(writer::add);
        try {
            writer.write(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<String, HostTensor> read(Path file) {
        try {
            return Safetensors.read(file).tensors();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
