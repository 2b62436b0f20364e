package io.github.stylegan4j.train.report;

import io.github.stylegan4j.train.image.PngFiles;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Pictures as part of a page: no wider than wanted, and as PNG or JPEG, whichever is smaller. */
final class PictureData {
    private PictureData() {}

    /**
     * A picture file as a {@code data:} address.
     *
     * @param maxWidth pixels it is reduced to, if it is wider
     * @throws IOException if the file cannot be read or is no picture
     */
    static String of(Path file, int maxWidth) throws IOException {
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(Files.readAllBytes(file)));
        if (picture == null) {
            throw new IOException("it is no picture");
        }
        BufferedImage shown = opaque(picture, Math.min(1, (double) maxWidth / picture.getWidth()));
        byte[] png = PngFiles.bytes(shown);
        byte[] jpeg = jpeg(shown);
        boolean smaller = jpeg.length > 0 && jpeg.length < png.length;
        return "data:image/"
                + (smaller ? "jpeg" : "png")
                + ";base64,"
                + Base64.getEncoder().encodeToString(smaller ? jpeg : png);
    }

    /** Reduced, on white: JPEG has no transparency. */
    private static BufferedImage opaque(BufferedImage picture, double scale) {
        int width = Math.max(1, (int) Math.round(picture.getWidth() * scale));
        int height = Math.max(1, (int) Math.round(picture.getHeight() * scale));
        BufferedImage result = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = result.createGraphics();
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, width, height);
        g.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        g.drawImage(picture, 0, 0, width, height, null);
        g.dispose();
        return result;
    }

    private static byte[] jpeg(BufferedImage picture) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
            if (!ImageIO.write(picture, "jpeg", stream)) {
                return new byte[0];
            }
        }
        return out.toByteArray();
    }
}
