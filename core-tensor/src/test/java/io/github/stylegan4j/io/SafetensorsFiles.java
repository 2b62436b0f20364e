package io.github.stylegan4j.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Makes the bytes of safetensors files by hand, valid ones and others. */
final class SafetensorsFiles {
    private SafetensorsFiles() {}

    static byte[] bytes(String header, int... data) {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer file =
                ByteBuffer.allocate(8 + text.length + data.length)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(text.length)
                        .put(text);
        for (int b : data) {
            file.put((byte) b);
        }
        return file.array();
    }
}
