package io.github.stylegan4j.train.data;

import io.github.stylegan4j.train.data.format.CifarFile;
import io.github.stylegan4j.train.data.format.DataFileException;
import io.github.stylegan4j.train.data.format.LabelList;
import io.github.stylegan4j.train.data.format.PixelArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * CIFAR-10 or CIFAR-100 in its binary form: one file, or the training files of a folder ({@code
 * data_batch_1.bin} and so on, or {@code train.bin}) in the order of their names. The labels of
 * CIFAR-100 are its 100 fine classes.
 */
public final class CifarSource extends StoredImageSource {
    /** Size of all images. */
    static final ImageShape SHAPE = new ImageShape(3, 32, 32);

    private final List<CifarFile> files;

    private CifarSource(
            String name,
            ImageOptions options,
            List<CifarFile> files,
            SourceLabels labels,
            String digest) {
        super(name, options, count(files), labels, digest);
        this.files = files;
    }

    /**
     * Opens a file or the training files of a folder.
     *
     * @param path the file or folder
     * @param kind which of the two data sets
     * @param options how the images become training images
     * @throws DataException if a file is missing or damaged
     */
    public static CifarSource open(Path path, CifarFile.Kind kind, ImageOptions options) {
        String name = path.toString();
        List<CifarFile> files = new ArrayList<>();
        try {
            MessageDigest digest = Fingerprint.sha256();
            for (Path file : files(path)) {
                files.add(CifarFile.open(file, kind));
                files.get(files.size() - 1).digest(digest);
            }
            SourceLabels labels = labels(files, kind, name, options);
            return new CifarSource(name, options, files, labels, Fingerprint.hex(digest));
        } catch (IOException e) {
            Closing.all(files);
            throw unusable(name, e);
        } catch (RuntimeException e) {
            Closing.all(files);
            throw e;
        }
    }

    /**
     * The files that a folder's training images are in, sorted by name; empty if there are none.
     */
    static List<Path> find(Path folder) throws IOException {
        try (Stream<Path> list = Files.list(folder)) {
            return list.filter(p -> isTraining(String.valueOf(p.getFileName()))).sorted().toList();
        }
    }

    private static boolean isTraining(String name) {
        return name.matches("data_batch_\\d+\\.bin") || name.equals("train.bin");
    }

    /** The files that a file or folder stands for. */
    static List<Path> files(Path path) throws IOException {
        return Files.isDirectory(path) ? trainingFiles(path) : List.of(path);
    }

    private static List<Path> trainingFiles(Path folder) throws IOException {
        List<Path> files = find(folder);
        if (files.isEmpty()) {
            throw new DataFileException(
                    folder, "it holds neither data_batch_1.bin and so on nor train.bin");
        }
        return files;
    }

    private static int count(List<CifarFile> files) {
        return files.stream().mapToInt(CifarFile::count).sum();
    }

    private static SourceLabels labels(
            List<CifarFile> files, CifarFile.Kind kind, String name, ImageOptions options)
            throws IOException {
        if (options.maxLabelSize() == 0) {
            return SourceLabels.none();
        }
        int[] classes = new int[count(files)];
        int next = 0;
        for (CifarFile file : files) {
            for (int i = 0; i < file.count(); i++) {
                classes[next++] = file.label(i);
            }
        }
        LabelList list = LabelList.classes(classes, kind.classes());
        return SourceLabels.of(list, List.of(), options, name, classes.length);
    }

    @Override
    PixelArray stored(int index) throws IOException {
        int left = index;
        for (CifarFile file : files) {
            if (left < file.count()) {
                return file.image(left);
            }
            left -= file.count();
        }
        throw new IndexOutOfBoundsException(
                "index is " + index + "; allowed is 0 to " + (count() - 1));
    }

    @Override
    public String imageName(int index) {
        int left = index;
        for (CifarFile file : files) {
            if (left < file.count()) {
                return "record " + left + " of " + file.path().getFileName();
            }
            left -= file.count();
        }
        throw new IndexOutOfBoundsException(
                "index is " + index + "; allowed is 0 to " + (count() - 1));
    }

    @Override
    public void close() {
        Closing.all(files);
    }
}
