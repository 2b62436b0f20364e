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
        boolean recognise = format.equals(AUTO);
        if (recognise && data.equals(DEMO)) {
            return BundledImageSource.demo(options);
        }
        if (recognise && SyntheticSource.isMeant(data)) {
            return SyntheticSource.parse(data, options);
        }
        Path path = Path.of(data);
        return (recognise ? recognised(path) : named(format)).open(path, options);
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
                            + " IDX or CIFAR files, or '"
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
