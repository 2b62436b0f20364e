package io.github.stylegan4j.train.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;

/** Opens data sets of any kind. */
public final class DataSets {
    /** The name of the bundled images where a path is expected. */
    public static final String DEMO = "demo";

    /** The name that stands for the kind which a data set looks like. */
    public static final String AUTO = "auto";

    /** The names of all kinds as a text for descriptions of options, which must be constant. */
    public static final String KINDS =
            AUTO + ", tfrecord, idx, cifar10, cifar100, lmdb, zip or folder";

    private static final int NO_FILE_RESOLUTION = 32;

    private DataSets() {}

    /** The names of all kinds, {@link #AUTO} first, as a text for messages. */
    public static String formats() {
        return AUTO
                + ", "
                + Arrays.stream(DataFormat.values())
                        .map(DataFormat::id)
                        .collect(Collectors.joining(", "));
    }

    /**
     * Opens a data set.
     *
     * @param data a file or folder, {@link #DEMO}, or {@code synthetic:N} for N computed images
     * @param format {@link #AUTO} or the {@link DataFormat#id} of a kind
     * @param options how what is stored becomes training images
     * @throws DataException if there is no such data set or it cannot be used
     * @throws IllegalArgumentException if there is no such kind
     */
    public static ImageSource open(String data, String format, ImageOptions options) {
        Objects.requireNonNull(options, "options");
        if (isPath(data, format)) {
            Path path = Path.of(data);
            return format(path, format).open(path, options);
        }
        return data.equals(DEMO)
                ? BundledImageSource.demo(options)
                : SyntheticSource.parse(data, options);
    }

    /**
     * The size of the images as they are stored, where it is one for all; otherwise that of the
     * first.
     *
     * @param data as in {@link #open}
     * @param format as in {@link #open}
     * @throws DataException if the data set cannot be used
     * @throws IllegalArgumentException if there is no such kind
     */
    public static ImageShape shape(String data, String format) {
        if (isPath(data, format)) {
            Path path = Path.of(data);
            return format(path, format).shape(path);
        }
        return new ImageShape(3, NO_FILE_RESOLUTION, NO_FILE_RESOLUTION);
    }

    /** Whether a text is the path of a file or folder, rather than the name of built-in images. */
    public static boolean isPath(String data, String format) {
        return !format.equals(AUTO) || !(data.equals(DEMO) || SyntheticSource.isMeant(data));
    }

    /**
     * The kind of a data set.
     *
     * @param path a file or folder
     * @param format {@link #AUTO} or the {@link DataFormat#id} of a kind
     * @throws DataException if there is no such data set, or it looks like none of the kinds
     * @throws IllegalArgumentException if there is no such kind
     */
    public static DataFormat format(Path path, String format) {
        return format.equals(AUTO) ? recognised(path) : named(format);
    }

    private static DataFormat named(String format) {
        for (DataFormat candidate : DataFormat.values()) {
            if (candidate.id().equals(format)) {
                return candidate;
            }
        }
        throw new IllegalArgumentException(
                "data format is '" + format + "'; allowed is one of " + formats());
    }

    private static DataFormat recognised(Path path) {
        if (!Files.exists(path)) {
            throw new DataException(
                    "Data set "
                            + path
                            + " does not exist. Give a folder of images, a ZIP archive, TFRecord,"
                            + " IDX, CIFAR or LMDB files, or '"
                            + DEMO
                            + "' for the bundled images.");
        }
        try {
            return DataFormat.of(path)
                    .orElseThrow(
                            () ->
                                    new DataException(
                                            "Data set "
                                                    + path
                                                    + " is of no known kind. If it is one of "
                                                    + formats()
                                                    + ", name it as the data format."));
        } catch (IOException e) {
            throw new DataException(
                    "Data set "
                            + path
                            + " cannot be read: "
                            + e.getClass().getSimpleName()
                            + ", "
                            + e.getMessage()
                            + ". Check its permissions.",
                    e);
        }
    }
}
