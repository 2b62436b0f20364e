package io.github.stylegan4j.train.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The encoded images that are the values of an LMDB file, as LSUN has them, in the order of their
 * keys.
 *
 * <p>They become training images as those of {@link ImageFolderSource} do.
 */
public final class LmdbImageSource extends EncodedImageSource {
    private final LmdbImages lmdb;

    private LmdbImageSource(
            Path path, LmdbImages lmdb, List<EncodedImage> files, ImageOptions options) {
        super(path.toString(), files, FileLabels.byFolder(path), options);
        this.lmdb = lmdb;
    }

    /**
     * Opens a file and decodes every image in it once.
     *
     * @param path the file, or the folder in which it is called {@code data.mdb}
     * @param options how the values become training images
     * @throws DataException if the file is missing, damaged or empty; if no value can be decoded;
     *     or if some cannot and {@code options} says to fail then
     */
    public static LmdbImageSource open(Path path, ImageOptions options) {
        try {
            LmdbImages lmdb = LmdbImages.open(path);
            try {
                return new LmdbImageSource(path, lmdb, files(path, lmdb), options);
            } catch (RuntimeException | Error e) {
                try {
                    lmdb.close();
                } catch (IOException closing) {
                    e.addSuppressed(closing);
                }
                throw e;
            }
        } catch (IOException e) {
            throw new DataException(
                    "LMDB data set "
                            + path
                            + " cannot be read: "
                            + e.getMessage()
                            + ". Give the folder with data.mdb in it, or make or fetch it anew.",
                    e);
        }
    }

    private static List<EncodedImage> files(Path path, LmdbImages lmdb) {
        List<EncodedImage> images = lmdb.files();
        if (images.isEmpty()) {
            throw new DataException(
                    "LMDB data set "
                            + path
                            + " has no entries. Give one with encoded images as values.");
        }
        return images;
    }

    @Override
    public void close() {
        Closing.all(List.of(lmdb));
    }
}
