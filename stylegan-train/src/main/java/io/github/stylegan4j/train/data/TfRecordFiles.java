package io.github.stylegan4j.train.data;

import io.github.stylegan4j.train.data.format.DataFileException;
import io.github.stylegan4j.train.data.format.ImageExample;
import io.github.stylegan4j.train.data.format.PixelArray;
import io.github.stylegan4j.train.data.format.TfRecordFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of a TFRecord data set: one per resolution, {@code NAME-rNN.tfrecords} with NN the
 * base-2 logarithm of the resolution, and perhaps {@code NAME-rxx.labels}.
 */
final class TfRecordFiles implements Closeable {
    static final String ENDING = ".tfrecords";

    private static final Pattern NAMED = Pattern.compile("(.*)-r\\d+\\.tfrecords");

    /** Open files by lines of their images, smallest first. */
    private final TreeMap<Integer, TfRecordFile> byHeight = new TreeMap<>();

    private final MessageDigest digest = Fingerprint.sha256();
    private final Path labels;

    private TfRecordFiles(Path labels) {
        this.labels = labels;
    }

    /**
     * Opens the files of images up to a height.
     *
     * @param path a folder with one data set in it, or any of its record files
     * @param mostLines files of higher images are left alone
     */
    static TfRecordFiles open(Path path, int mostLines) throws IOException {
        List<Path> found = recordFiles(path);
        TfRecordFiles files = new TfRecordFiles(labels(path, found.get(0)));
        try {
            ImageShape highest = new ImageShape(0, 0, 0);
            for (Path file : found) {
                ImageShape shape = firstShape(file);
                highest = shape.height() > highest.height() ? shape : highest;
                if (shape.height() <= mostLines) {
                    files.add(shape.height(), file);
                }
            }
            files.requireComplete(path, highest, mostLines);
            return files;
        } catch (IOException | RuntimeException e) {
            files.close();
            throw e;
        }
    }

    /** The record files of one data set, sorted by name. */
    static List<Path> recordFiles(Path path) throws IOException {
        boolean single = Files.isRegularFile(path);
        Path folder = single ? path.toAbsolutePath().getParent() : path;
        List<Path> all;
        try (Stream<Path> list = Files.list(folder)) {
            all = list.filter(p -> fileName(p).endsWith(ENDING)).sorted().toList();
        }
        String wanted = single ? prefix(path) : null;
        TreeSet<String> prefixes = new TreeSet<>();
        List<Path> found = new ArrayList<>();
        for (Path file : all) {
            prefixes.add(prefix(file));
            if (wanted == null || prefix(file).equals(wanted)) {
                found.add(file);
            }
        }
        if (found.isEmpty()) {
            throw new DataFileException(path, "it holds no files NAME-rNN" + ENDING);
        }
        if (wanted == null && prefixes.size() > 1) {
            throw new DataFileException(
                    path,
                    "it holds several data sets, "
                            + String.join(", ", prefixes)
                            + "; give one of their files instead of the folder");
        }
        return found;
    }

    /** Size of the images in the file of the highest resolution. */
    static ImageShape shape(Path path) throws IOException {
        ImageShape largest = new ImageShape(0, 0, 0);
        for (Path file : recordFiles(path)) {
            ImageShape shape = firstShape(file);
            largest = shape.height() > largest.height() ? shape : largest;
        }
        return largest;
    }

    private static ImageShape firstShape(Path file) throws IOException {
        PixelArray first = ImageExample.parse(file, 0, TfRecordFile.readFirst(file));
        return new ImageShape(first.channels(), first.height(), first.width());
    }

    private static String fileName(Path path) {
        return String.valueOf(path.getFileName());
    }

    private static String prefix(Path path) {
        Matcher named = NAMED.matcher(fileName(path));
        return named.matches() ? named.group(1) : fileName(path);
    }

    /**
     * The file of labels; null if there is none.
     *
     * @param path what was given
     * @param record one of the record files
     */
    static Path labels(Path path, Path record) throws IOException {
        Path folder = record.toAbsolutePath().getParent();
        Path named = folder.resolve(prefix(record) + "-rxx.labels");
        if (Files.isRegularFile(named) || Files.isRegularFile(path)) {
            return Files.isRegularFile(named) ? named : null;
        }
        try (Stream<Path> list = Files.list(folder)) {
            List<Path> found = list.filter(p -> fileName(p).endsWith(".labels")).toList();
            if (found.size() > 1) {
                throw new DataFileException(
                        path, "it holds several label files, none of them called " + named);
            }
            return found.isEmpty() ? null : found.get(0);
        }
    }

    private void add(int height, Path path) throws IOException {
        TfRecordFile file = TfRecordFile.open(path, digest);
        TfRecordFile other = byHeight.put(height, file);
        if (other != null) {
            other.close();
            throw new DataFileException(
                    path, "its images have the size of those of " + other.path());
        }
    }

    private void requireComplete(Path path, ImageShape highest, int mostLines) throws IOException {
        if (!byHeight.containsKey(mostLines)) {
            throw new DataFileException(
                    path,
                    "it has no images of "
                            + mostLines
                            + " lines; its largest have "
                            + highest.height()
                            + " of "
                            + highest.width()
                            + " pixels. Choose a resolution that it has, and for images that are"
                            + " not square their proportions (base grid, --base-grid).");
        }
        int count = top().count();
        for (Map.Entry<Integer, TfRecordFile> level : byHeight.entrySet()) {
            if (level.getValue().count() != count) {
                throw new DataFileException(
                        level.getValue().path(),
                        "it has "
                                + level.getValue().count()
                                + " records, but "
                                + top().path()
                                + " has "
                                + count
                                + "; all resolutions must hold the same images");
            }
            int factor = mostLines / level.getKey();
            if (factor * level.getKey() != mostLines || Integer.bitCount(factor) != 1) {
                throw new DataFileException(
                        level.getValue().path(),
                        "its images have "
                                + level.getKey()
                                + " lines, those of "
                                + top().path()
                                + " have "
                                + mostLines
                                + "; each resolution must be half of the next");
            }
        }
    }

    private TfRecordFile top() {
        return byHeight.lastEntry().getValue();
    }

    int count() {
        return top().count();
    }

    /** The labels file, if there is one. */
    Optional<Path> labels() {
        return Optional.ofNullable(labels);
    }

    /** Digest of all records of all files; to be asked for once. */
    String fingerprint() {
        return Fingerprint.hex(digest);
    }

    /** Lines of the smallest stored images that have at least so many. */
    int heightFrom(int lines) {
        return byHeight.ceilingKey(lines);
    }

    /** One image of the file whose images have so many lines. */
    PixelArray image(int index, int height) throws IOException {
        TfRecordFile file = byHeight.get(height);
        PixelArray image = ImageExample.parse(file.path(), index, file.read(index));
        if (image.height() != height) {
            throw new DataFileException(
                    file.path(),
                    index,
                    "its image has the shape "
                            + image.shape()
                            + ", but that of the first record has "
                            + height
                            + " lines");
        }
        return image;
    }

    @Override
    public void close() {
        Closing.all(byHeight.values());
    }
}
