package io.github.stylegan4j.train.data.format;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * The records of a TFRecord file by number, without compression.
 *
 * <p>A record is framed by its length (8 bytes, little-endian) with a checksum in front and a
 * checksum of its content behind. Opening a file walks over all frames and checks their lengths;
 * reading a record checks its content. Only the place of each record is kept in memory, or nothing
 * at all where all have one length. Safe for use by several threads.
 */
public final class TfRecordFile implements Closeable {
    private static final int LENGTH_BYTES = 8;
    private static final int CRC_BYTES = 4;
    private static final int HEAD = LENGTH_BYTES + CRC_BYTES;
    static final int FRAME = HEAD + CRC_BYTES;

    private final PositionedFile file;
    private final ByteBuffer head = ByteBuffer.allocate(HEAD).order(ByteOrder.LITTLE_ENDIAN);
    private long[] ends = new long[0];
    private long stride;
    private int count;

    private TfRecordFile(PositionedFile file) {
        this.file = file;
    }

    /**
     * Opens a file and finds its records.
     *
     * @param path the file
     * @param digest is given the length and the stored checksum of each record, which stand for its
     *     content
     * @throws DataFileException if a frame is damaged or the file ends within a record
     * @throws IOException if the file cannot be read
     */
    public static TfRecordFile open(Path path, MessageDigest digest) throws IOException {
        PositionedFile file = new PositionedFile(path);
        try {
            TfRecordFile records = new TfRecordFile(file);
            records.index(digest);
            return records;
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /**
     * The content of a file's first record, without a look at the others.
     *
     * @throws DataFileException if there is none or it is damaged
     * @throws IOException if the file cannot be read
     */
    public static byte[] readFirst(Path path) throws IOException {
        try (TfRecordFile records = new TfRecordFile(new PositionedFile(path))) {
            if (records.file.size() == 0) {
                throw new DataFileException(path, "it is empty");
            }
            records.stride = FRAME + records.length(0, 0);
            records.count = 1;
            return records.read(0);
        }
    }

    private void index(MessageDigest digest) throws IOException {
        long position = 0;
        byte[] stored = new byte[CRC_BYTES];
        boolean regular = true;
        while (position < file.size()) {
            long length = length(position, count);
            long end = position + FRAME + length;
            if (count == 0) {
                stride = end;
            }
            if (regular && end != (count + 1L) * stride) {
                regular = false;
                ends = new long[Math.max(1024, 2 * count)];
                for (int i = 0; i < count; i++) {
                    ends[i] = (i + 1L) * stride;
                }
            }
            if (!regular) {
                if (count == ends.length) {
                    ends = Arrays.copyOf(ends, Math.multiplyExact(2, count));
                }
                ends[count] = end;
            }
            file.read(end - CRC_BYTES, stored, 0, CRC_BYTES);
            digest.update(head.array());
            digest.update(stored);
            count++;
            if (count == Integer.MAX_VALUE) {
                throw new DataFileException(file.path(), "it has more than 2^31 - 2 records");
            }
            position = end;
        }
        if (regular) {
            ends = new long[0];
        }
    }

    /** Length of the content of the record that begins at a position; leaves its head behind. */
    private long length(long position, int record) throws IOException {
        if (file.size() - position < FRAME) {
            throw truncated(record, file.size() - position, "at least " + FRAME);
        }
        file.read(position, head.array(), 0, HEAD);
        long length = head.getLong(0);
        if (MaskedCrc.of(head.array(), 0, LENGTH_BYTES) != head.getInt(LENGTH_BYTES)) {
            throw new DataFileException(
                    file.path(),
                    record,
                    "the checksum of its length does not match, so the file is damaged here or is"
                            + " no uncompressed TFRecord file");
        }
        long left = file.size() - position - FRAME;
        if (length < 0 || length > left) {
            throw truncated(record, left, Long.toUnsignedString(length));
        }
        if (length > Integer.MAX_VALUE - FRAME) {
            throw new DataFileException(
                    file.path(), record, "it has " + length + " bytes; allowed are less than 2^31");
        }
        return length;
    }

    private DataFileException truncated(int record, long found, String needed) {
        return new DataFileException(
                file.path(),
                record,
                "the file ends within it: "
                        + found
                        + " bytes are left, it needs "
                        + needed
                        + ". The file was not written or copied to its end.");
    }

    /** The file. */
    public Path path() {
        return file.path();
    }

    /** Number of records, from 0. */
    public int count() {
        return count;
    }

    private long end(int record) {
        return ends.length == 0 ? (record + 1L) * stride : ends[record];
    }

    /**
     * The content of one record.
     *
     * @param record from 0 to {@link #count()} - 1
     * @throws DataFileException if its checksum does not match, naming the record
     * @throws IOException if the file cannot be read
     */
    public byte[] read(int record) throws IOException {
        if (record < 0 || record >= count) {
            throw new IndexOutOfBoundsException(
                    "record is " + record + "; allowed is 0 to " + (count - 1));
        }
        long start = (record == 0 ? 0 : end(record - 1)) + HEAD;
        int length = (int) (end(record) - CRC_BYTES - start);
        byte[] bytes = new byte[length + CRC_BYTES];
        file.read(start, bytes, 0, bytes.length);
        int stored = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(length);
        if (MaskedCrc.of(bytes, 0, length) != stored) {
            throw new DataFileException(
                    file.path(),
                    record,
                    "its checksum does not match its content of "
                            + length
                            + " bytes from byte "
                            + start
                            + " on: the file is damaged. Get this file anew.");
        }
        return Arrays.copyOf(bytes, length);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
