package io.github.stylegan4j.train.data.format;

import java.nio.file.Path;

/**
 * Walks over the fields of one protocol buffer message.
 *
 * <p>Source: the encoding guide of Protocol Buffers. Fields that nobody asks for are passed over.
 */
final class ProtoCursor {
    static final int VARINT = 0;
    static final int BYTES = 2;
    private static final int FIXED64 = 1;
    private static final int FIXED32 = 5;

    private final Path file;
    private final long record;
    private final byte[] bytes;
    private int at;
    private final int end;
    private int tag;

    ProtoCursor(Path file, long record, byte[] bytes, int from, int end) {
        this.file = file;
        this.record = record;
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    boolean atEnd() {
        return at == end;
    }

    /** Steps onto the next field, of which there must be one. */
    void next() throws DataFileException {
        long value = varint();
        if (value < 1 << 3 || value > Integer.MAX_VALUE) {
            throw fail(
                    "it is no protocol buffer message: a field has the tag "
                            + Long.toUnsignedString(value));
        }
        tag = (int) value;
    }

    /** Whether the field stepped onto has a number and a wire type. */
    boolean is(int field, int wireType) {
        return tag == (field << 3 | wireType);
    }

    long varint() throws DataFileException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (at == end) {
                throw fail("it is no protocol buffer message: it ends within a number");
            }
            byte b = bytes[at++];
            value |= (b & 0x7FL) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw fail("it is no protocol buffer message: a number has more than 10 bytes");
    }

    /** The message, text or bytes of the field stepped onto. */
    ProtoCursor nested() throws DataFileException {
        int length = length(varint());
        at += length;
        return new ProtoCursor(file, record, bytes, at - length, at);
    }

    private int length(long claimed) throws DataFileException {
        if (claimed < 0 || claimed > end - at) {
            throw fail(
                    "it is no protocol buffer message: a field claims "
                            + Long.toUnsignedString(claimed)
                            + " bytes, and "
                            + (end - at)
                            + " are left");
        }
        return (int) claimed;
    }

    void skip() throws DataFileException {
        switch (tag & 7) {
            case VARINT -> varint();
            case FIXED64 -> at += length(8);
            case BYTES -> at += length(varint());
            case FIXED32 -> at += length(4);
            default ->
                    throw fail(
                            "it is no protocol buffer message: a field has the wire type "
                                    + (tag & 7));
        }
    }

    int from() {
        return at;
    }

    int size() {
        return end - at;
    }

    boolean textIs(String ascii) {
        if (size() != ascii.length()) {
            return false;
        }
        for (int i = 0; i < ascii.length(); i++) {
            if (bytes[at + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    DataFileException fail(String problem) {
        return new DataFileException(file, record, problem);
    }
}
