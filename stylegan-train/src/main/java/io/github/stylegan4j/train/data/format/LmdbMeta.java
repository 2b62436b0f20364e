package io.github.stylegan4j.train.data.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What the newest meta page of an LMDB file says.
 *
 * @param pageBytes size of a page
 * @param flags those of the main database
 * @param depth levels of its tree; 0 if it is empty
 * @param entries how many entries it has
 * @param root number of its root page
 * @param transaction the transaction that wrote this
 */
record LmdbMeta(int pageBytes, int flags, int depth, long entries, long root, long transaction) {
    /** Bytes of a page's header. */
    static final int PAGE_HEADER = 16;

    /** From the beginning of a page to the end of what is read of its meta. */
    static final int BYTES = 152;

    private static final int MAGIC = 0xBEEFC0DE;
    private static final int VERSION = 1;
    private static final int PAGE_BYTES_AT = 40;
    private static final int MAIN_AT = 88;
    private static final int TRANSACTION_AT = 144;
    private static final int MIN_PAGE = 256;
    private static final int MAX_PAGE = 1 << 16;

    /**
     * The newer of both. A second one that does not fit the first was not written to its end, and
     * what the first says is whole.
     *
     * @throws DataFileException if the file is damaged, or has another format
     */
    static LmdbMeta newest(PositionedFile file) throws IOException {
        if (!isMeta(file, 0)) {
            throw new DataFileException(
                    file.path(),
                    "it does not begin as an LMDB file of a 64-bit little-endian machine does");
        }
        LmdbMeta first = read(file, 0);
        checkPageBytes(file, first.pageBytes);
        LmdbMeta second = isMeta(file, first.pageBytes) ? read(file, first.pageBytes) : first;
        return second.transaction > first.transaction && second.pageBytes == first.pageBytes
                ? second
                : first;
    }

    /** Whether a page is a meta page by its first bytes. */
    static boolean isMeta(PositionedFile file, long at) throws IOException {
        if (at + BYTES > file.size()) {
            return false;
        }
        ByteBuffer page = page(file, at);
        return page.getInt(PAGE_HEADER) == MAGIC && page.getInt(PAGE_HEADER + 4) == VERSION;
    }

    private static void checkPageBytes(PositionedFile file, int pageBytes)
            throws DataFileException {
        if (pageBytes < MIN_PAGE || pageBytes > MAX_PAGE || Integer.bitCount(pageBytes) != 1) {
            throw new DataFileException(
                    file.path(),
                    "its pages have "
                            + Integer.toUnsignedString(pageBytes)
                            + " bytes; allowed are powers of two from "
                            + MIN_PAGE
                            + " to "
                            + MAX_PAGE);
        }
    }

    private static LmdbMeta read(PositionedFile file, long at) throws IOException {
        ByteBuffer page = page(file, at);
        return new LmdbMeta(
                page.getInt(PAGE_BYTES_AT),
                Short.toUnsignedInt(page.getShort(MAIN_AT + 4)),
                Short.toUnsignedInt(page.getShort(MAIN_AT + 6)),
                page.getLong(MAIN_AT + 32),
                page.getLong(MAIN_AT + 40),
                page.getLong(TRANSACTION_AT));
    }

    private static ByteBuffer page(PositionedFile file, long at) throws IOException {
        byte[] bytes = new byte[BYTES];
        file.read(at, bytes, 0, BYTES);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
