package io.github.stylegan4j.train.data.format;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Encodes a protocol buffer message, field by field in the order of the calls.
 *
 * <p>Source: the encoding guide of Protocol Buffers. The few messages of this library have at most
 * five fields each, which is less to write down than to generate code for.
 */
public final class ProtoMessage {
    private static final int FIXED64 = 1;
    private static final int FIXED32 = 5;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** A message without fields. */
    public ProtoMessage() {}

    /** Adds an integer or an enumeration's constant. */
    public ProtoMessage number(int field, long value) {
        tag(field, ProtoCursor.VARINT);
        varint(value);
        return this;
    }

    /** Adds a list of integers, packed. */
    public ProtoMessage numbers(int field, long... values) {
        ProtoMessage packed = new ProtoMessage();
        for (long value : values) {
            packed.varint(value);
        }
        return message(field, packed);
    }

    /** Adds a {@code float}. */
    public ProtoMessage real32(int field, float value) {
        tag(field, FIXED32);
        out.writeBytes(littleEndian(Float.BYTES).putFloat(value).array());
        return this;
    }

    /** Adds a {@code double}. */
    public ProtoMessage real64(int field, double value) {
        tag(field, FIXED64);
        out.writeBytes(littleEndian(Double.BYTES).putDouble(value).array());
        return this;
    }

    /** Adds bytes. */
    public ProtoMessage bytes(int field, byte[] value) {
        tag(field, ProtoCursor.BYTES);
        varint(value.length);
        out.writeBytes(value);
        return this;
    }

    /** Adds a text. */
    public ProtoMessage text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds a message inside this one. */
    public ProtoMessage message(int field, ProtoMessage value) {
        return bytes(field, value.toBytes());
    }

    /** The message as it stands. */
    public byte[] toBytes() {
        return out.toByteArray();
    }

    private static ByteBuffer littleEndian(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void tag(int field, int wireType) {
        varint((long) field << 3 | wireType);
    }

    /** Seven bits a byte, the lowest first; negative numbers take ten bytes. */
    private void varint(long value) {
        long left = value;
        while ((left & ~0x7FL) != 0) {
            out.write((int) (left & 0x7F) | 0x80);
            left >>>= 7;
        }
        out.write((int) left);
    }
}
