package io.github.stylegan4j.train.data;

import io.github.stylegan4j.train.data.format.ImageExample;
import io.github.stylegan4j.train.data.format.PixelArray;
import io.github.stylegan4j.train.data.format.TfRecordWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.zip.GZIPOutputStream;

/** Small data files of every kind, written by the tests themselves. */
final class RecordFiles {
    private RecordFiles() {}

    static PixelArray noise(int channels, int height, int width, RandomGenerator random) {
        byte[] bytes = new byte[channels * height * width];
        random.nextBytes(bytes);
        return new PixelArray(channels, height, width, bytes);
    }

    static void tfRecords(Path file, List<PixelArray> images) throws IOException {
        try (TfRecordWriter out = new TfRecordWriter(Files.newOutputStream(file))) {
            for (PixelArray image : images) {
                out.write(ImageExample.format(image));
            }
        }
    }

    /** An IDX file of unsigned bytes. */
    static byte[] idx(int[] dimensions, byte[] content) {
        ByteBuffer out = ByteBuffer.allocate(4 + 4 * dimensions.length + content.length);
        out.put((byte) 0).put((byte) 0).put((byte) 8).put((byte) dimensions.length);
        for (int d : dimensions) {
            out.putInt(d);
        }
        return out.put(content).array();
    }

    static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(content);
        }
        return packed.toByteArray();
    }
}
