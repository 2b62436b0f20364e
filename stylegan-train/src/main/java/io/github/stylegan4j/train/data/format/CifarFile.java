package io.github.stylegan4j.train.data.format;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;

/**
 * The records of a CIFAR-10 or CIFAR-100 file in its binary form: one or two bytes of labels, then
 * 32x32 pixels, channel by channel. Safe for use by several threads.
 *
 * <p>Source: A. Krizhevsky, "The CIFAR-10 dataset", section "Binary version".
 */
public final class CifarFile implements Closeable {
    /** Which of the two data sets. */
    public enum Kind {
        /** 10 classes, one label a record. */
        CIFAR10(1, 10),
        /** 100 classes, a coarse label (20 classes) and a fine one a record. */
        CIFAR100(2, 100);

        private final int labelBytes;
        private final int classes;

        Kind(int labelBytes, int classes) {
            this.labelBytes = labelBytes;
            this.classes = classes;
        }

        /** Number of classes; of CIFAR-100 the fine ones. */
        public int classes() {
            return classes;
        }

        /** Length of one record in bytes: 3073 or 3074. */
        public int recordBytes() {
            return labelBytes + PIXEL_BYTES;
        }
    }

    private static final int SIDE = 32;
    private static final int CHANNELS = 3;
    private static final int PIXEL_BYTES = CHANNELS * SIDE * SIDE;

    private final PositionedFile file;
    private final Kind kind;
    private final int count;

    private CifarFile(PositionedFile file, Kind kind) {
        this.file = file;
        this.kind = kind;
        this.count = (int) (file.size() / kind.recordBytes());
    }

    /**
     * Opens a file.
     *
     * @throws DataFileException if its length is no multiple of that of a record
     * @throws IOException if it cannot be read
     */
    public static CifarFile open(Path path, Kind kind) throws IOException {
        PositionedFile file = new PositionedFile(path);
        long rest = file.size() % kind.recordBytes();
        if (rest != 0 || file.size() / kind.recordBytes() > Integer.MAX_VALUE) {
            file.close();
            throw new DataFileException(
                    path,
                    "it has "
                            + file.size()
                            + " bytes, which is no multiple of the "
                            + kind.recordBytes()
                            + " bytes of a "
                            + kind
                            + " record: it is damaged or no binary "
                            + kind
                            + " file");
        }
        return new CifarFile(file, kind);
    }

    /** The file. */
    public Path path() {
        return file.path();
    }

    /** Number of records, from 0. */
    public int count() {
        return count;
    }

    /**
     * The pixels of one record.
     *
     * @param record from 0 to {@link #count()} - 1
     * @throws IOException if the file cannot be read
     */
    public PixelArray image(int record) throws IOException {
        byte[] pixels = new byte[PIXEL_BYTES];
        file.read((long) record * kind.recordBytes() + kind.labelBytes, pixels, 0, pixels.length);
        return new PixelArray(CHANNELS, SIDE, SIDE, pixels);
    }

    /**
     * The class of one record; of CIFAR-100 the fine one.
     *
     * @throws DataFileException if it is out of range
     * @throws IOException if the file cannot be read
     */
    public int label(int record) throws IOException {
        byte[] label = new byte[1];
        file.read((long) record * kind.recordBytes() + kind.labelBytes - 1, label, 0, 1);
        int found = label[0] & 0xFF;
        if (found >= kind.classes) {
            throw new DataFileException(
                    path(),
                    record,
                    "its class is "
                            + found
                            + "; allowed is 0 to "
                            + (kind.classes - 1)
                            + ": the file is damaged or no binary "
                            + kind
                            + " file");
        }
        return found;
    }

    /** Gives the whole content to a digest. */
    public void digest(MessageDigest digest) throws IOException {
        file.digest(digest);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
