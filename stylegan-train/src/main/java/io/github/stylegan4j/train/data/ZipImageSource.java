package io.github.stylegan4j.train.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The PNG, JPEG, BMP, GIF and WebP files of a ZIP archive, in the order of their names, without
 * unpacking it.
 *
 * <p>They become training images as those of {@link ImageFolderSource} do. Labels, where wanted,
 * come from a {@code dataset.json} in the archive, or else each file's first folder is its class.
 */
public final class ZipImageSource extends EncodedImageSource {
    private final ZipImages zip;

    private ZipImageSource(
            Path path, ZipImages zip, List<EncodedImage> files, ImageOptions options) {
        super(path.toString(), files, zip.labels(), options);
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
            ZipImages zip = ZipImages.open(path);
            try {
                return new ZipImageSource(path, zip, files(path, zip), options);
            } catch (RuntimeException | Error e) {
                zip.close();
                throw e;
            }
        } catch (IOException e) {
            throw new DataException(
                    "ZIP archive "
                            + path
                            + " cannot be read: "
                            + e.getMessage()
                            + ". Make or fetch it anew.",
                    e);
        }
    }

    private static List<EncodedImage> files(Path path, ZipImages zip) {
        List<EncodedImage> images = zip.files();
        if (images.isEmpty()) {
            throw new DataException(
                    "ZIP archive "
                            + path
                            + " holds no images. Give one with PNG, JPEG, BMP, GIF or WebP"
                            + " images.");
        }
        return images;
    }

    @Override
    public void close() {
        Closing.all(List.of(zip));
    }
}
