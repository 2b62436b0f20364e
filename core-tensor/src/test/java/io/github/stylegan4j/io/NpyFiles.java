package io.github.stylegan4j.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Makes the bytes of npy files by hand, valid ones and others. */
final class NpyFiles {
    private NpyFiles() {}

    static byte[] bytes(int version, String header, int... data) {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        int lengthBytes = version == 1 ? 2 : 4;
        ByteBuffer file =
                ByteBuffer.allocate(8 + lengthBytes + text.length + data.length)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .put(NpyHeader.MAGIC)
                        .put((byte) version)
                        .put((byte) 0);
        if (version == 1) {
            file.putShort((short) text.length);
        } else {
            file.putInt(text.length);
        }
        file.put(text);
        for (int b : data) {
            file.put((byte) b);
        }
        return file.array();
    }
}
