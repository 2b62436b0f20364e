package io.github.stylegan4j.train.image;

import io.github.stylegan4j.io.AtomicFiles;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes pictures as PNG: in memory, or as files that are whole or not there at all. */
public final class PngFiles {
    private PngFiles() {}

    /**
     * Creates or replaces a PNG file; when that fails, an existing file stays as it was.
     *
     * @param file the file; its folder must exist
     * @param picture the picture
     * @throws IOException if the file cannot be written, for instance because the disk is full; the
     *     message names the file, the reason and what to do
     */
    public static void write(Path file, BufferedImage picture) throws IOException {
        AtomicFiles.write(file, out -> encode(picture, out));
    }

    /** The bytes of a PNG file. */
    public static byte[] bytes(BufferedImage picture) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            encode(picture, out);
        } catch (IOException e) {
            throw new UncheckedIOException("A picture cannot be written to memory", e);
        }
        return out.toByteArray();
    }

    private static void encode(BufferedImage picture, OutputStream out) throws IOException {
        Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName("png");
        if (!writers.hasNext()) {
            throw new IOException("this Java runtime has no PNG writer (module java.desktop)");
        }
        ImageWriter writer = writers.next();
        // In memory, because ImageIO's own choice is a temporary file per picture.
        try (ImageOutputStream imageOut = new MemoryCacheImageOutputStream(out)) {
            writer.setOutput(imageOut);
            writer.write(picture);
        } finally {
            writer.dispose();
        }
    }
}
