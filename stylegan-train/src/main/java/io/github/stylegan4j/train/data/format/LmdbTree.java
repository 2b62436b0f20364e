package io.github.stylegan4j.train.data.format;

import io.github.stylegan4j.train.data.format.LmdbFile.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;

/** Walks over the main database of an LMDB file. */
final class LmdbTree {
    private static final int BRANCH = 0x01;
    private static final int LEAF = 0x02;
    private static final int OVERFLOW = 0x04;
    private static final int FLAGS_AT = 10;
    private static final int LOWER_AT = 12;

    /** Bytes of a node before its key. */
    private static final int NODE_HEADER = 8;

    private static final int LARGE_VALUE = 0x01;
    private static final int SEVERAL_VALUES = 0x04;
    private static final int MAX_DEPTH = 32;

    /** What LMDB takes unless it was built otherwise. */
    private static final int MAX_KEY = 511;

    private final PositionedFile file;
    private final LmdbMeta meta;
    private final long pages;
    private final BitSet visited = new BitSet();
    private final List<Entry> entries = new ArrayList<>();

    LmdbTree(PositionedFile file, LmdbMeta meta) {
        this.file = file;
        this.meta = meta;
        pages = file.size() / meta.pageBytes();
    }

    /**
     * All entries in the order of the tree.
     *
     * @throws DataFileException if the tree is damaged or of a kind that is not read
     */
    List<Entry> entries() throws IOException {
        if ((meta.flags() & SEVERAL_VALUES) != 0) {
            throw damaged("it has several values per key, which is not read");
        }
        if (meta.depth() > MAX_DEPTH) {
            throw damaged("its tree has " + meta.depth() + " levels; allowed are " + MAX_DEPTH);
        }
        if (meta.depth() > 0) {
            walk(meta.root(), meta.depth());
        }
        if (entries.size() != meta.entries()) {
            throw damaged(entries.size() + " of its " + meta.entries() + " entries are found");
        }
        return entries;
    }

    private void walk(long number, int levels) throws IOException {
        ByteBuffer page = page(number, levels == 1 ? LEAF : BRANCH);
        // A 16-bit place for each node stands between the header and "lower".
        int lower = Short.toUnsignedInt(page.getShort(LOWER_AT));
        if (lower < LmdbMeta.PAGE_HEADER || lower > meta.pageBytes()) {
            throw damaged("page " + number + " says that it has nodes up to byte " + lower);
        }
        for (int at = LmdbMeta.PAGE_HEADER; at + 1 < lower; at += 2) {
            int node = Short.toUnsignedInt(page.getShort(at));
            int keyBytes = keyBytes(page, number, node);
            if (levels > 1) {
                walk(child(page, node), levels - 1);
            } else {
                // Nodes may be damaged so that many places lead to one and the same.
                if (entries.size() == meta.entries()) {
                    throw damaged("more than its " + meta.entries() + " entries are found");
                }
                entries.add(entry(page, number, node, keyBytes));
            }
        }
    }

    private int keyBytes(ByteBuffer page, long number, int node) throws DataFileException {
        int left = meta.pageBytes() - node - NODE_HEADER;
        int keyBytes = left < 0 ? 0 : Short.toUnsignedInt(page.getShort(node + 6));
        if (left < keyBytes) {
            throw damaged("page " + number + " has a node at byte " + node + " that leaves it");
        }
        if (keyBytes > MAX_KEY) {
            throw damaged(
                    "page "
                            + number
                            + " has a key of "
                            + keyBytes
                            + " bytes; allowed are "
                            + MAX_KEY);
        }
        return keyBytes;
    }

    /** The number of a page has 48 bits in the four fields before a branch's key. */
    private static long child(ByteBuffer page, int node) {
        return page.getLong(node) & 0xFFFF_FFFF_FFFFL;
    }

    private Entry entry(ByteBuffer page, long number, int node, int keyBytes) throws IOException {
        long length = Integer.toUnsignedLong(page.getInt(node));
        int flags = Short.toUnsignedInt(page.getShort(node + 4));
        byte[] key = new byte[keyBytes];
        page.get(node + NODE_HEADER, key);
        String name = name(key);
        int value = node + NODE_HEADER + keyBytes;
        if ((flags & ~LARGE_VALUE) != 0) {
            throw damaged("the entry " + name + " is a named database or has several values");
        }
        if (flags == LARGE_VALUE) {
            return new Entry(name, large(page, value, name, length), length);
        }
        if (value + length > meta.pageBytes()) {
            throw damaged("the value of " + name + " leaves page " + number);
        }
        return new Entry(name, number * meta.pageBytes() + value, length);
    }

    /** Where a value begins that has pages of its own, whose first one has a header. */
    private long large(ByteBuffer page, int at, String name, long length) throws IOException {
        if (at + Long.BYTES > meta.pageBytes()) {
            throw damaged("the value of " + name + " is nowhere");
        }
        long number = page.getLong(at);
        page(number, OVERFLOW);
        long position = number * meta.pageBytes() + LmdbMeta.PAGE_HEADER;
        if (length > file.size() - position) {
            throw damaged("the value of " + name + " goes on beyond the end of the file");
        }
        return position;
    }

    private ByteBuffer page(long number, int kind) throws IOException {
        if (number < 2 || number >= pages || number > Integer.MAX_VALUE) {
            throw damaged("page " + number + " is asked for, and it has " + pages);
        }
        if (visited.get((int) number)) {
            throw damaged("page " + number + " is used twice");
        }
        visited.set((int) number);
        byte[] bytes = new byte[kind == OVERFLOW ? LmdbMeta.PAGE_HEADER : meta.pageBytes()];
        file.read(number * meta.pageBytes(), bytes, 0, bytes.length);
        ByteBuffer page = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int flags = Short.toUnsignedInt(page.getShort(FLAGS_AT));
        if (flags != kind) {
            throw damaged("page " + number + " has the flags " + flags + " instead of " + kind);
        }
        return page;
    }

    private static String name(byte[] key) {
        for (byte b : key) {
            if (b <= ' ' || b > '~') {
                return HexFormat.of().formatHex(key);
            }
        }
        return new String(key, StandardCharsets.US_ASCII);
    }

    private DataFileException damaged(String what) {
        return new DataFileException(file.path(), what);
    }
}
