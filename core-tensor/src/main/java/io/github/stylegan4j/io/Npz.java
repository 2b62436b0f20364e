package io.github.stylegan4j.io;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Reads and writes npz files, NumPy's archives of named arrays: zip files whose entries are npy
 * files.
 */
public final class Npz {
    /**
     * The same moment in every archive, so that equal arrays give equal bytes. Not the first that
     * zip can express, because the JDK adds a second, time-zone dependent time stamp to that one.
     */
    private static final LocalDateTime ENTRY_TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

    /** How the arrays lie in the archive. */
    public enum Compression {
        /** As they are, like {@code numpy.savez}. */
        STORED,
        /** Deflated, like {@code numpy.savez_compressed}. */
        DEFLATED
    }

    private Npz() {}

    /**
     * Reads all arrays of a file.
     *
     * @param file the file
     * @return the arrays by name (without {@code .npy}), in the archive's order
     * @throws TensorFileException if the content is not a valid zip archive, a checksum is wrong,
     *     or an entry is not an npy array
     * @throws IOException if there is no such file or the disk fails
     */
    public static Map<String, HostTensor> read(Path file) throws IOException {
        return NpzReader.read(file);
    }

    /**
     * Writes a file, atomically as {@link AtomicFiles#write} does, sorted by name. Equal arrays
     * give equal bytes; with {@link Compression#DEFLATED} only where the JDK's zlib is the same.
     *
     * @param file the file to create or replace
     * @param tensors the arrays by name, names without {@code .npy}
     * @param compression whether to deflate
     * @throws IllegalArgumentException if a type is BF16, which NumPy does not have, or a name is
     *     empty or longer than zip allows (65,535 bytes)
     * @throws IOException as {@link AtomicFiles#write}
     */
    public static void write(Path file, Map<String, HostTensor> tensors, Compression compression)
            throws IOException {
        Map<ZipEntry, byte[]> headers = new LinkedHashMap<>();
        Map<String, HostTensor> sorted = new TreeMap<>(tensors);
        for (Map.Entry<String, HostTensor> entry : sorted.entrySet()) {
            if (entry.getKey().isEmpty()) {
                throw new IllegalArgumentException("an array's name is empty; give it a name");
            }
            byte[] header = NpyHeader.format(entry.getValue());
            headers.put(zipEntry(entry.getKey(), header, entry.getValue(), compression), header);
        }
        AtomicFiles.write(
                file,
                out -> {
                    try (ZipOutputStream zip = new ZipOutputStream(out)) {
                        var values = sorted.values().iterator();
                        for (Map.Entry<ZipEntry, byte[]> entry : headers.entrySet()) {
                            zip.putNextEntry(entry.getKey());
                            Npy.write(zip, entry.getValue(), values.next());
                            zip.closeEntry();
                        }
                    }
                });
    }

    private static ZipEntry zipEntry(
            String name, byte[] header, HostTensor tensor, Compression compression) {
        ZipEntry entry = new ZipEntry(name + NpzReader.SUFFIX);
        entry.setTimeLocal(ENTRY_TIME);
        if (compression == Compression.STORED) {
            long size = header.length + (long) tensor.bytes().capacity();
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(size);
            entry.setCompressedSize(size);
            entry.setCrc(checksum(header, tensor));
        }
        return entry;
    }

    /** A stored entry states its checksum before its data. */
    private static long checksum(byte[] header, HostTensor tensor) {
        CRC32 crc = new CRC32();
        crc.update(header);
        crc.update(tensor.bytes());
        return crc.getValue();
    }
}
