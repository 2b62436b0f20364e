package io.github.stylegan4j.train.data;

import io.github.stylegan4j.train.data.format.DatasetJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * The PNG, JPEG, BMP, GIF and WebP files of a ZIP archive, in the order of their names, without
 * unpacking it.
 *
 * <p>They become training images as those of {@link ImageFolderSource} do. Labels, where wanted,
 * come from a {@code dataset.json} in the archive, or else each file's first folder is its class.
 */
public final class ZipImageSource extends EncodedImageSource {
    private static final int MAX_FILE_BYTES = 1 << 28;

    private final ZipFile zip;

    private ZipImageSource(
            Path path,
            ZipFile zip,
            List<EncodedImage> files,
            FileLabels labels,
            ImageOptions options) {
        super(path.toString(), files, labels, options);
        this.zip = zip;
    }

    /**
     * Opens an archive and decodes every image in it once.
     *
     * @param path the archive
     * @param options how the files become training images
     * @throws DataException if the archive is missing, damaged or holds no image; if no file can be
     *     decoded; or if some cannot and {@code options} says to fail then
     */
    public static ZipImageSource open(Path path, ImageOptions options) {
        if (!Files.isRegularFile(path)) {
            throw new DataException(
                    "ZIP archive "
                            + path
                            + (Files.exists(path) ? " is no file" : " does not exist")
                            + ". Give a ZIP archive of PNG, JPEG, BMP, GIF or WebP images.");
        }
        try {
            ZipFile zip = new ZipFile(path.toFile());
            try {
                return new ZipImageSource(path, zip, files(path, zip), labels(path, zip), options);
            } catch (RuntimeException | Error e) {
                zip.close();
                throw e;
            }
        } catch (IOException | IllegalArgumentException e) {
            // The archive reader of the Java runtime answers some damaged names with the latter.
            throw new DataException(
                    "ZIP archive "
                            + path
                            + " cannot be read: "
                            + e.getMessage()
                            + ". It is damaged or no ZIP archive; make or fetch it anew.",
                    e);
        }
    }

    private static List<EncodedImage> files(Path path, ZipFile zip) {
        List<EncodedImage> images = new ArrayList<>();
        for (ZipEntry entry : Collections.list(zip.entries())) {
            String name = entry.getName();
            if (!entry.isDirectory() && !isHidden(name) && ImageFormat.isImageName(name)) {
                images.add(new EncodedImage(name, () -> read(zip, entry)));
            }
        }
        if (images.isEmpty()) {
            throw new DataException(
                    "ZIP archive "
                            + path
                            + " holds no images. Give one with PNG, JPEG, BMP, GIF or WebP"
                            + " images.");
        }
        images.sort(Comparator.comparing(EncodedImage::name));
        return images;
    }

    private static boolean isHidden(String name) {
        return name.startsWith(".") || name.contains("/.") || name.startsWith("__MACOSX/");
    }

    private static FileLabels labels(Path path, ZipFile zip) {
        ZipEntry json = zip.getEntry(DatasetJson.NAME);
        return json == null
                ? FileLabels.byFolder(path)
                : new FileLabels(Path.of(path + "!" + DatasetJson.NAME), () -> read(zip, json));
    }

    private static byte[] read(ZipFile zip, ZipEntry entry) throws IOException {
        byte[] bytes;
        try (InputStream in = zip.getInputStream(entry)) {
            bytes = in.readNBytes(MAX_FILE_BYTES + 1);
        }
        if (bytes.length > MAX_FILE_BYTES) {
            throw new ZipException("it has more than " + MAX_FILE_BYTES + " bytes");
        }
        CRC32 crc = new CRC32();
        crc.update(bytes);
        if (crc.getValue() != entry.getCrc()) {
            throw new ZipException("its checksum does not match, the archive is damaged");
        }
        return bytes;
    }

    @Override
    public void close() {
        Closing.all(List.of(zip));
    }
}
