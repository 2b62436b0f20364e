package io.github.stylegan4j.io;

import java.io.BufferedInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads and writes npy files, NumPy's format for one array, described at <a
 * href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">numpy.lib.format
 * </a>.
 *
 * <p>Versions 1 to 3 are read, in C and Fortran order and both byte orders; written is version 1, C
 * order, little-endian. Structured types and Python objects are refused: nothing in a file is ever
 * executed.
 */
public final class Npy {
    private Npy() {}

    /**
     * Reads a file.
     *
     * @param file the file
     * @return the array, in C order and little-endian whatever the file has
     * @throws TensorFileException if the content is not a valid npy file of one of the types of
     *     {@link ElementType}
     * @throws IOException if there is no such file or the disk fails
     */
    public static HostTensor read(Path file) throws IOException {
        InputFile.requireRegular(file);
        try (InputStream in = new BufferedInputStream(new FileInputStream(file.toFile()))) {
            return new NpyReader(file, "the array", in, Files.size(file)).read();
        }
    }

    /**
     * Writes a file, atomically as {@link AtomicFiles#write} does. Equal arrays give equal bytes.
     *
     * @param file the file to create or replace
     * @param tensor the array
     * @throws IllegalArgumentException if the type is BF16, which NumPy does not have
     * @throws IOException as {@link AtomicFiles#write}
     */
    public static void write(Path file, HostTensor tensor) throws IOException {
        byte[] header = NpyHeader.format(tensor);
        AtomicFiles.write(file, out -> write(out, header, tensor));
    }

    static void write(OutputStream out, byte[] header, HostTensor tensor) throws IOException {
        out.write(header);
        tensor.writeTo(out);
    }
}
