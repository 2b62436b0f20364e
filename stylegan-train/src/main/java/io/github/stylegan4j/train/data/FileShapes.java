package io.github.stylegan4j.train.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The size of the first picture among image files. */
final class FileShapes {
    private static final Logger LOG = LoggerFactory.getLogger(FileShapes.class);

    private FileShapes() {}

    static ImageShape folder(Path folder) {
        return first(folder, ImageFolderSource.files(folder, new ArrayList<>()));
    }

    static ImageShape zip(Path path) throws IOException {
        try (ZipImages zip = ZipImages.open(path)) {
            return first(path, zip.files());
        }
    }

    static ImageShape lmdb(Path path) throws IOException {
        try (LmdbImages lmdb = LmdbImages.open(path)) {
            return first(path, lmdb.files());
        }
    }

    private static ImageShape first(Path path, List<EncodedImage> files) {
        ImageDecoder decoder = new ImageDecoder(ImageOptions.of(4));
        for (EncodedImage file : files) {
            try {
                return decoder.shape(file.bytes());
            } catch (BadImageException e) {
                // The next one may be readable; opening the source reports this one.
                LOG.debug("bad image {}", file.name(), e);
            }
        }
        throw new DataException(
                path + " holds no readable image. Give PNG, JPEG, BMP, GIF or WebP images.");
    }
}
