package io.github.stylegan4j.io;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;

/**
 * An open safetensors file whose tensors are read one at a time, so that loading a large network
 * needs memory for one tensor beyond the network itself.
 *
 * <p>Opening reads and checks the header. Tensors may be read in any order, repeatedly, and from
 * several threads; each read makes a new array that stays valid after closing.
 */
public final class SafetensorsFile implements Closeable {
    private final InputFile file;
    private final SafetensorsHeader header;

    private SafetensorsFile(InputFile file, SafetensorsHeader header) {
        this.file = file;
        this.header = header;
    }

    static SafetensorsFile open(Path path) throws IOException {
        InputFile file = InputFile.open(path);
        try {
            return new SafetensorsFile(file, SafetensorsHeader.read(file));
        } catch (IOException | RuntimeException | Error e) {
            file.close();
            throw e;
        }
    }

    /**
     * The file.
     *
     * @return the path it was opened with
     */
    public Path path() {
        return file.path();
    }

    /**
     * What the header says about each tensor.
     *
     * @return an unmodifiable map from name to description, in the order of the data
     */
    public Map<String, TensorInfo> tensors() {
        return header.tensors();
    }

    /**
     * The free text that the writer put beside the tensors.
     *
     * @return an unmodifiable map, empty if the file has none
     */
    public Map<String, String> metadata() {
        return header.metadata();
    }

    /**
     * Reads one tensor.
     *
     * @param name its name
     * @return its type, shape and elements
     * @throws TensorFileException if the file has no tensor of that name, has become shorter since
     *     it was opened, or the heap is too small for the tensor
     * @throws IOException if the disk fails or the file was closed
     */
    public HostTensor read(String name) throws IOException {
        TensorInfo info = header.tensors().get(name);
        if (info == null) {
            throw new TensorFileException(
                    file.path(),
                    "there is no tensor " + TextCursor.quote(name),
                    "the " + header.tensors().size() + " names in the file",
                    "Check that the file belongs to this network.");
        }
        ByteBuffer data =
                file.read(
                        header.dataStart() + info.offset(),
                        info.byteSize(),
                        "tensor " + TextCursor.quote(name));
        return HostTensor.wrap(info.type(), data, info.shape());
    }

    /**
     * Closes the file.
     *
     * @throws IOException if the operating system reports a failure
     */
    @Override
    public void close() throws IOException {
        file.close();
    }
}
