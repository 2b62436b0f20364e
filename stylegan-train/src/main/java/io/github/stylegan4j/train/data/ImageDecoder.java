package io.github.stylegan4j.train.data;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes the bytes of one image file to a training image: the centre of it, resized, upright, in
 * the channels wanted. Safe for use by several threads.
 */
final class ImageDecoder {
    private final ImageOptions options;

    ImageDecoder(ImageOptions options) {
        this.options = options;
    }

    /**
     * Decodes one file.
     *
     * @param file its whole content
     * @return unsigned bytes, [C, H, W]
     * @throws BadImageException if the content is no image that can be used
     */
    byte[] decode(byte[] file) throws BadImageException {
        ImageFormat format = format(file);
        FileIntegrity.check(format, file);
        DecodedLines picture = new DecodedLines(read(format, file), options);
        int height = options.height();
        int width = options.width();
        int orientation =
                format == ImageFormat.JPEG ? ExifOrientation.of(file) : ExifOrientation.UPRIGHT;
        if (ExifOrientation.liesOnItsSide(orientation)) {
            byte[] lying = ImageFit.of(picture, options, width, height);
            return upright(lying, height, width, orientation);
        }
        return upright(ImageFit.of(picture, options, height, width), height, width, orientation);
    }

    private static byte[] upright(byte[] pixels, int height, int width, int orientation) {
        if (orientation == ExifOrientation.UPRIGHT) {
            return pixels;
        }
        int plane = height * width;
        byte[] result = new byte[pixels.length];
        for (int at = 0; at < pixels.length; at += plane) {
            byte[] turned = Arrays.copyOfRange(pixels, at, at + plane);
            turned = ExifOrientation.upright(turned, height, width, orientation);
            System.arraycopy(turned, 0, result, at, plane);
        }
        return result;
    }

    /** Size of the picture in a file, by its header, and whether it is gray or has opacity. */
    ImageShape shape(byte[] file) throws BadImageException {
        ImageFormat format = format(file);
        ImageReader reader = reader(format);
        try (ImageInputStream in =
                new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            reader.setInput(in, true, true);
            checkSize(reader.getWidth(0), reader.getHeight(0));
            ImageTypeSpecifier type = reader.getRawImageType(0);
            int channels = type == null ? 3 : DecodedLines.channels(type.getColorModel());
            boolean turned =
                    format == ImageFormat.JPEG
                            && ExifOrientation.liesOnItsSide(ExifOrientation.of(file));
            int height = turned ? reader.getWidth(0) : reader.getHeight(0);
            int width = turned ? reader.getHeight(0) : reader.getWidth(0);
            return new ImageShape(channels, height, width);
        } catch (IOException | RuntimeException e) {
            // The readers of the Java runtime answer some damaged files with unchecked exceptions.
            throw new BadImageException("damaged or unsupported: " + reason(e), e);
        } finally {
            reader.dispose();
        }
    }

    private static ImageFormat format(byte[] file) throws BadImageException {
        if (file.length == 0) {
            throw new BadImageException("the file is empty (0 bytes)");
        }
        return ImageFormat.of(file)
                .orElseThrow(
                        () ->
                                new BadImageException(
                                        "its content is no PNG, JPEG, BMP, GIF or WebP image"));
    }

    private static ImageReader reader(ImageFormat format) throws BadImageException {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format.name());
        if (!readers.hasNext()) {
            throw new BadImageException(
                    "no reader for "
                            + format
                            + " files is on the class path; for WebP add"
                            + " com.twelvemonkeys.imageio:imageio-webp");
        }
        return readers.next();
    }

    private BufferedImage read(ImageFormat format, byte[] file) throws BadImageException {
        ImageReader reader = reader(format);
        List<String> warnings = new ArrayList<>();
        reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
        // In memory, because ImageIO's own choice is a temporary file per image.
        try (ImageInputStream in =
                new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            reader.setInput(in, true, true);
            checkSize(reader.getWidth(0), reader.getHeight(0));
            BufferedImage image = reader.read(0);
            checkWarnings(warnings);
            return image;
        } catch (IOException | RuntimeException e) {
            // The readers of the Java runtime answer some damaged files with unchecked exceptions.
            throw new BadImageException("damaged or unsupported: " + reason(e), e);
        } finally {
            reader.dispose();
        }
    }

    private void checkSize(int width, int height) throws BadImageException {
        if (width < 1 || height < 1 || (long) width * height > options.maxPixels()) {
            throw new BadImageException(
                    "its header claims "
                            + width
                            + "x"
                            + height
                            + " pixels; allowed are at most "
                            + options.maxPixels()
                            + " in all");
        }
    }

    /** The JPEG reader fills what is missing with gray and only warns. */
    private static void checkWarnings(List<String> warnings) throws BadImageException {
        for (String warning : warnings) {
            if (warning.contains("Premature end") || warning.contains("Corrupt JPEG data")) {
                throw new BadImageException("damaged or truncated: " + warning);
            }
        }
    }

    private static String reason(Throwable failure) {
        StringBuilder reason = new StringBuilder();
        for (Throwable e = failure; e != null; e = e.getCause()) {
            String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            if (reason.indexOf(message) < 0) {
                reason.append(reason.isEmpty() ? "" : ": ").append(message);
            }
        }
        return reason.toString();
    }
}
