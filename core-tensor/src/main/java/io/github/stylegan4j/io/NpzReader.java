package io.github.stylegan4j.io;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Reads npz archives and trusts nothing that their directory says. */
final class NpzReader {
    static final String SUFFIX = ".npy";

    /** No deflated byte can stand for more bytes than this. */
    private static final long MAX_EXPANSION = 1032;

    private static final String COPY_AGAIN =
            "The file is incomplete or damaged; copy or write it again.";

    private final Path file;
    private final long fileSize;
    private long compressedBytes;

    private NpzReader(Path file) throws IOException {
        this.file = file;
        this.fileSize = Files.size(file);
    }

    static Map<String, HostTensor> read(Path file) throws IOException {
        InputFile.requireRegular(file);
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return new NpzReader(file).read(zip);
        } catch (ZipException | EOFException e) {
            throw new TensorFileException(
                    file,
                    "this is not a readable zip archive: " + e.getMessage(),
                    "npz files",
                    COPY_AGAIN,
                    e);
        }
    }

    private Map<String, HostTensor> read(ZipFile zip) throws IOException {
        Map<String, HostTensor> tensors = new LinkedHashMap<>();
        Enumeration<? extends ZipEntry> entries = zip.entries();
        while (entries.hasMoreElements()) {
            ZipEntry entry = entries.nextElement();
            String name = TextCursor.quote(entry.getName());
            if (!entry.getName().endsWith(SUFFIX)) {
                throw fail("the entry " + name + " is not an array", "entries named *.npy");
            }
            String key = entry.getName().substring(0, entry.getName().length() - SUFFIX.length());
            requirePlausible(entry, name);
            if (tensors.put(key, read(zip, entry, "entry " + name)) != null) {
                throw fail("a second entry " + name, "each name once");
            }
        }
        return tensors;
    }

    /** Checks the sizes against each other and the file, before memory is allocated by them. */
    private void requirePlausible(ZipEntry entry, String name) {
        long size = entry.getSize();
        long compressed = entry.getCompressedSize();
        boolean stored = entry.getMethod() == ZipEntry.STORED;
        compressedBytes += Math.max(compressed, 0);
        if (size < 0 || compressed < 0 || compressed > fileSize || compressedBytes > fileSize) {
            throw fail(
                    "the entry " + name + " claims " + compressed + " compressed bytes",
                    "entries that together fit the file's " + fileSize + " bytes");
        }
        if (stored ? size != compressed : size > (compressed + 1) * MAX_EXPANSION) {
            throw fail(
                    "the entry " + name + " claims that " + compressed + " bytes hold " + size,
                    "sizes that the compression can reach");
        }
    }

    private HostTensor read(ZipFile zip, ZipEntry entry, String what) throws IOException {
        CRC32 crc = new CRC32();
        InputStream raw = zip.getInputStream(entry);
        if (raw == null) {
            throw fail(what + " cannot be found by its name", "each name once");
        }
        try (InputStream in = new CheckedInputStream(raw, crc)) {
            HostTensor tensor = new NpyReader(file, what, in, entry.getSize()).read();
            if (crc.getValue() != entry.getCrc()) {
                throw fail(what + " has another checksum than its data", "matching checksums");
            }
            return tensor;
        }
    }

    private TensorFileException fail(String found, String allowed) {
        return new TensorFileException(file, found, allowed, COPY_AGAIN);
    }
}
