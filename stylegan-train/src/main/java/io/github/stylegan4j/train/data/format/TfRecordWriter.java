package io.github.stylegan4j.train.data.format;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/** Writes records in TFRecord frames, one after the other, without compression. */
public final class TfRecordWriter implements Closeable {
    private final OutputStream out;

    /** Writes to a stream, which is closed with the writer. */
    public TfRecordWriter(OutputStream out) {
        this.out = Objects.requireNonNull(out, "out");
    }

    /** Appends a record. */
    public void write(byte[] content) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        head.putLong(content.length);
        head.putInt(MaskedCrc.of(head.array(), 0, 8));
        out.write(head.array());
        out.write(content);
        ByteBuffer tail = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
        tail.putInt(MaskedCrc.of(content, 0, content.length));
        out.write(tail.array());
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
