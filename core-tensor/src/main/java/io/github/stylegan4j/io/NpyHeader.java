package io.github.stylegan4j.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The header of an npy array: a Python dictionary literal with exactly the keys {@code descr},
 * {@code fortran_order} and {@code shape}. It is parsed, never evaluated.
 *
 * @param type the type of the elements
 * @param bigEndian whether the elements have their most significant byte first
 * @param fortranOrder whether the first axis is the fastest
 * @param shape the dimensions, not negative
 */
record NpyHeader(ElementType type, boolean bigEndian, boolean fortranOrder, long[] shape) {
    static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

    private static final int ALIGNMENT = 64;
    private static final int VERSION_1_PREFIX = MAGIC.length + 4;
    private static final String TYPES = "f8 f4 f2 i8 i4 i2 i1 u8 u4 u2 u1 b1 after '<', '>' or '|'";

    /** Parses the dictionary. */
    static NpyHeader parse(Path file, String what, String text) {
        TextCursor cursor = new TextCursor(file, what, text, " \t\r\n");
        String descr = null;
        Boolean fortranOrder = null;
        long[] shape = null;
        cursor.expect('{');
        while (!cursor.take('}')) {
            String key = string(cursor);
            cursor.expect(':');
            if (key.equals("descr") && descr == null) {
                descr = descr(cursor);
            } else if (key.equals("fortran_order") && fortranOrder == null) {
                fortranOrder = bool(cursor);
            } else if (key.equals("shape") && shape == null) {
                shape = tuple(cursor);
            } else {
                throw cursor.fail(
                        "the key " + TextCursor.quote(key),
                        "'descr', 'fortran_order' and 'shape', each once");
            }
            if (!cursor.take(',')) {
                cursor.expect('}');
                break;
            }
        }
        cursor.expectEnd();
        if (descr == null || fortranOrder == null || shape == null) {
            throw cursor.fail("a key missing", "'descr', 'fortran_order' and 'shape', each once");
        }
        ElementType type = type(cursor, descr);
        return new NpyHeader(type, descr.charAt(0) == '>', fortranOrder, shape);
    }

    private static String string(TextCursor cursor) {
        char quote = cursor.take('"') ? '"' : '\'';
        if (quote == '\'') {
            cursor.expect(quote);
        }
        StringBuilder value = new StringBuilder();
        while (true) {
            char c = cursor.next("the end of the string");
            if (c == quote) {
                return value.toString();
            }
            if (c == '\\' || c < ' ' || c > '~') {
                throw cursor.fail("an unusual character in a string", "printable ASCII");
            }
            value.append(c);
        }
    }

    private static String descr(TextCursor cursor) {
        if (cursor.peek() == '[') {
            throw cursor.fail("a structured element type", "one of " + TYPES);
        }
        return string(cursor);
    }

    private static boolean bool(TextCursor cursor) {
        boolean value = cursor.peek() == 'T';
        cursor.expectWord(value ? "True" : "False");
        return value;
    }

    private static long[] tuple(TextCursor cursor) {
        long[] values = new long[HostTensor.MAX_RANK];
        int count = 0;
        cursor.expect('(');
        while (!cursor.take(')')) {
            if (count == values.length) {
                throw cursor.fail("more dimensions", "at most " + HostTensor.MAX_RANK);
            }
            values[count++] = cursor.integer();
            // Python 2 marked long integers with a letter.
            cursor.take('L');
            if (!cursor.take(',')) {
                if (count == 1) {
                    cursor.expect(',');
                }
                cursor.expect(')');
                break;
            }
        }
        return Arrays.copyOf(values, count);
    }

    private static ElementType type(TextCursor cursor, String descr) {
        if (descr.length() == 3 && "<>|".indexOf(descr.charAt(0)) >= 0) {
            String code = descr.substring(1);
            for (ElementType type : ElementType.values()) {
                boolean orderGiven = descr.charAt(0) != '|' || type.bytes() == 1;
                if (orderGiven && type != ElementType.BF16 && code(type).equals(code)) {
                    return type;
                }
            }
        }
        String reason = descr.contains("O") ? ", which would need a pickle, never loaded" : "";
        throw new TensorFileException(
                cursor.file(),
                "the element type " + TextCursor.quote(descr) + reason,
                TYPES,
                "Convert the array with NumPy's astype first.");
    }

    private static String code(ElementType type) {
        return switch (type) {
            case F64 -> "f8";
            case F32 -> "f4";
            case F16 -> "f2";
            case I64 -> "i8";
            case I32 -> "i4";
            case I16 -> "i2";
            case I8 -> "i1";
            case U64 -> "u8";
            case U32 -> "u4";
            case U16 -> "u2";
            case U8 -> "u1";
            case BOOL -> "b1";
            case BF16 ->
                    throw new IllegalArgumentException(
                            "NumPy has no type for BF16; use tensor.cast(ElementType.F32)");
        };
    }

    /** The magic number, version, length and dictionary of a version 1 file for an array. */
    static byte[] format(HostTensor tensor) {
        StringBuilder text = new StringBuilder("{'descr': '");
        text.append(tensor.type().bytes() == 1 ? '|' : '<').append(code(tensor.type()));
        text.append("', 'fortran_order': False, 'shape': (");
        int[] shape = tensor.shape();
        for (int i = 0; i < shape.length; i++) {
            text.append(i == 0 ? "" : " ").append(shape[i]);
            text.append(i < shape.length - 1 || i == 0 ? "," : "");
        }
        text.append("), }");
        int unpadded = VERSION_1_PREFIX + text.length() + 1;
        int padding = Math.floorMod(-unpadded, ALIGNMENT);
        text.append(" ".repeat(padding)).append('\n');
        return ByteBuffer.allocate(VERSION_1_PREFIX + text.length())
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MAGIC)
                .put((byte) 1)
                .put((byte) 0)
                .putShort((short) text.length())
                .put(text.toString().getBytes(StandardCharsets.US_ASCII))
                .array();
    }
}
