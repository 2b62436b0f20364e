package io.github.stylegan4j.train.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The size of the first picture among image files. */
final class FileShapes {
    private FileShapes() {}

    static ImageShape folder(Path folder) {
        return first(folder, ImageFolderSource.files(folder, new ArrayList<>()));
    }

    static ImageShape zip(Path path) throws IOException {
        try (ZipImages zip = ZipImages.open(path)) {
            return first(path, zip.files());
        }
    }

    private static ImageShape first(Path path, List<EncodedImage> files) {
        ImageDecoder decoder = new ImageDecoder(ImageOptions.of(4));
        for (EncodedImage file : files) {
            try {
                return decoder.shape(file.bytes());
            } catch (BadImageException e) {
                // The next one may be readable; opening the source names this one.
                continue;
            }
        }
        throw new DataException(
                path + " holds no readable image. Give PNG, JPEG, BMP, GIF or WebP images.");
    }
}
