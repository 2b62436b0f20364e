package io.github.stylegan4j.train.data;

import io.github.stylegan4j.train.data.format.DatasetJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The PNG, JPEG, BMP, GIF and WebP files of a folder and its sub-folders, in the order of their
 * relative paths.
 *
 * <p>Each picture may have any size: its centre is resized to the wanted size. Transparency is laid
 * on a background colour, a camera's orientation is applied (JPEG), and of an animation the first
 * frame counts. Files with other endings, hidden files and hidden folders (names that begin with a
 * dot) are not looked at. Labels, where wanted, come from a {@code dataset.json} in the folder, or
 * else each file's first folder is its class.
 */
public final class ImageFolderSource extends EncodedImageSource {
    private static final long MAX_FILE_BYTES = 1L << 28;

    private ImageFolderSource(
            Path folder, List<EncodedImage> files, FileLabels labels, ImageOptions options) {
        super(folder.toString(), files, labels, options);
    }

    /**
     * Opens a folder and decodes every image in it once.
     *
     * @param folder where the images are
     * @param options how they become training images
     * @throws DataException if the folder is missing, cannot be read or holds no image; if no file
     *     can be decoded; or if some cannot and {@code options} says to fail then
     */
    public static ImageFolderSource open(Path folder, ImageOptions options) {
        if (!Files.isDirectory(folder)) {
            throw new DataException(
                    "Image folder "
                            + folder
                            + (Files.exists(folder) ? " is not a folder" : " does not exist")
                            + ". Give a folder with PNG, JPEG, BMP, GIF or WebP images.");
        }
        Path json = folder.resolve(DatasetJson.NAME);
        FileLabels labels =
                Files.exists(json)
                        ? new FileLabels(json, () -> read(json))
                        : FileLabels.byFolder(folder);
        return new ImageFolderSource(folder, files(folder), labels, options);
    }

    private static List<EncodedImage> files(Path folder) {
        List<EncodedImage> images = new ArrayList<>();
        int others = 0;
        try (Stream<Path> paths = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                Path relative = folder.relativize(path);
                if (isHidden(relative) || !Files.isRegularFile(path)) {
                    continue;
                }
                if (ImageFormat.isImageName(path.getFileName().toString())) {
                    images.add(new EncodedImage(nameOf(relative), () -> read(path)));
                } else {
                    others++;
                }
            }
        } catch (IOException | UncheckedIOException e) {
            Throwable cause = e instanceof UncheckedIOException ? e.getCause() : e;
            throw new DataException(
                    "Image folder "
                            + folder
                            + " cannot be read: "
                            + cause.getClass().getSimpleName()
                            + ", "
                            + cause.getMessage()
                            + ". Check the permissions of the folder and of those in it.",
                    cause);
        }
        if (images.isEmpty()) {
            throw new DataException(
                    "Image folder "
                            + folder
                            + (others == 0
                                    ? " is empty"
                                    : " holds no images (but " + others + " other files)")
                            + ". Give a folder with PNG, JPEG, BMP, GIF or WebP images.");
        }
        images.sort(Comparator.comparing(EncodedImage::name));
        return images;
    }

    private static boolean isHidden(Path relative) {
        for (Path part : relative) {
            if (part.toString().startsWith(".")) {
                return true;
            }
        }
        return false;
    }

    private static String nameOf(Path relative) {
        List<String> parts = new ArrayList<>();
        relative.forEach(part -> parts.add(part.toString()));
        return String.join("/", parts);
    }

    private static byte[] read(Path file) throws IOException {
        long size = Files.size(file);
        if (size > MAX_FILE_BYTES) {
            throw new IOException(
                    "the file has " + size + " bytes, allowed are at most " + MAX_FILE_BYTES);
        }
        return Files.readAllBytes(file);
    }
}
