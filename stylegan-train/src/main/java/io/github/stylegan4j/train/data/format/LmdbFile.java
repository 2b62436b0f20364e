package io.github.stylegan4j.train.data.format;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads the entries of an LMDB file, as LSUN and others keep encoded images in: a copy-on-write B+
 * tree of pages.
 *
 * <p>The format is that of LMDB 0.9 (data version 1) on 64-bit little-endian machines: two meta
 * pages, of which the one with the newer transaction counts, branch and leaf pages, and runs of
 * overflow pages for values that do not fit a leaf. Names: {@code mdb.c} of the OpenLDAP project.
 * LMDB has no checksums; whatever in the tree cannot be is reported. Files with named databases or
 * several values per key are refused.
 *
 * <p>It is read in Java rather than through LMDB itself, which maps the file into memory and trusts
 * what it finds there: a damaged file would end the process.
 */
public final class LmdbFile implements Closeable {
    /** Name of the file in the folder of an environment. */
    public static final String DATA = "data.mdb";

    private static final int MAX_VALUE_BYTES = 64 << 20;

    private final PositionedFile file;
    private final List<Entry> entries;

    /**
     * One entry.
     *
     * @param name the key: as text if it is printable ASCII, otherwise in hexadecimal digits
     * @param position where its value begins in the file
     * @param length bytes of its value
     */
    public record Entry(String name, long position, long length) {}

    private LmdbFile(PositionedFile file, List<Entry> entries) {
        this.file = file;
        this.entries = entries;
    }

    /**
     * Opens a file and finds all entries.
     *
     * @param path the file, or the folder in which it is called {@link #DATA}
     * @throws DataFileException if it is damaged or none
     */
    public static LmdbFile open(Path path) throws IOException {
        Path data = Files.isDirectory(path) ? path.resolve(DATA) : path;
        PositionedFile file = new PositionedFile(data);
        try {
            return new LmdbFile(file, new LmdbTree(file, LmdbMeta.newest(file)).entries());
        } catch (IOException | RuntimeException | Error e) {
            file.close();
            throw e;
        }
    }

    /** Whether a file begins as such files do. */
    public static boolean isLmdb(Path path) throws IOException {
        Path data = Files.isDirectory(path) ? path.resolve(DATA) : path;
        if (!Files.isRegularFile(data) || Files.size(data) < LmdbMeta.BYTES) {
            return false;
        }
        try (PositionedFile file = new PositionedFile(data)) {
            return LmdbMeta.isMeta(file, 0);
        }
    }

    /** All entries in the order of their keys. */
    public List<Entry> entries() {
        return List.copyOf(entries);
    }

    /**
     * The value of an entry; several threads may read.
     *
     * @throws DataFileException if it is too long, or the file has become shorter
     */
    public byte[] read(Entry entry) throws IOException {
        if (entry.length() > MAX_VALUE_BYTES) {
            throw new DataFileException(
                    file.path(),
                    "the value of "
                            + entry.name()
                            + " has "
                            + entry.length()
                            + " bytes; allowed are up to "
                            + MAX_VALUE_BYTES);
        }
        byte[] value = new byte[(int) entry.length()];
        file.read(entry.position(), value, 0, value.length);
        return value;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
