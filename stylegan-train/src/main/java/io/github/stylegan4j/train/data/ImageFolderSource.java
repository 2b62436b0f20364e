package io.github.stylegan4j.train.data;

import io.github.stylegan4j.train.data.format.DatasetJson;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;

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
        List<BadImage> unreadable = new ArrayList<>();
        List<EncodedImage> files = files(folder, unreadable);
        if (!unreadable.isEmpty()) {
            throw new DataException(
                    "Image folder "
                            + folder
                            + " cannot be read: "
                            + unreadable.get(0)
                            + ". Check the permissions of the folder and of those in it.");
        }
        return new ImageFolderSource(folder, files, labels(folder), options);
    }

    /** Where the labels of a folder's files are. */
    static FileLabels labels(Path folder) {
        Path json = folder.resolve(DatasetJson.NAME);
        return Files.exists(json)
                ? new FileLabels(json, () -> read(json))
                : FileLabels.byFolder(folder);
    }

    /**
     * The files that look like images, in the order of their paths.
     *
     * @param unreadable receives folders and files that cannot be looked at
     * @throws DataException if there are none
     */
    static List<EncodedImage> files(Path folder, List<BadImage> unreadable) {
        FileSearch search = new FileSearch(folder, unreadable);
        try {
            Files.walkFileTree(
                    folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, search);
        } catch (IOException e) {
            throw StoredImageSource.unusable(folder.toString(), e);
        }
        if (search.images.isEmpty() && unreadable.isEmpty()) {
            throw new DataException(
                    "Image folder "
                            + folder
                            + (search.others == 0
                                    ? " is empty"
                                    : " holds no images (but " + search.others + " other files)")
                            + ". Give a folder with PNG, JPEG, BMP, GIF or WebP images.");
        }
        search.images.sort(Comparator.comparing(EncodedImage::name));
        return search.images;
    }

    /** Collects image files, and what cannot be looked at. */
    private static final class FileSearch extends SimpleFileVisitor<Path> {
        private final Path folder;
        private final List<BadImage> unreadable;
        private final List<EncodedImage> images = new ArrayList<>();
        private int others;

        private FileSearch(Path folder, List<BadImage> unreadable) {
            this.folder = folder;
            this.unreadable = unreadable;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
            return isHidden(folder.relativize(path))
                    ? FileVisitResult.SKIP_SUBTREE
                    : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
            Path relative = folder.relativize(path);
            if (isHidden(relative) || !attributes.isRegularFile()) {
                return FileVisitResult.CONTINUE;
            }
            if (ImageFormat.isImageName(path.getFileName().toString())) {
                images.add(new EncodedImage(nameOf(relative), () -> read(path)));
            } else {
                others++;
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path path, IOException e) {
            Path relative = folder.relativize(path);
            if (!isHidden(relative)) {
                String reason = e.getClass().getSimpleName() + ", " + e.getMessage();
                unreadable.add(new BadImage(nameOf(relative), reason));
            }
            return FileVisitResult.CONTINUE;
        }
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
