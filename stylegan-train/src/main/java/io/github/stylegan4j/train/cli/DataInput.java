package io.github.stylegan4j.train.cli;

import io.github.stylegan4j.stylegan.BaseGrid;
import io.github.stylegan4j.train.data.BadImagePolicy;
import io.github.stylegan4j.train.data.DataSets;
import io.github.stylegan4j.train.data.ImageOptions;
import io.github.stylegan4j.train.data.ImageShape;
import io.github.stylegan4j.train.data.ImageSource;
import io.github.stylegan4j.train.data.ResizeFilter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** How a command reads a data set. */
final class DataInput {
    private static final Logger LOG = LoggerFactory.getLogger(DataInput.class);

    @Option(
            names = "--data-format",
            paramLabel = "KIND",
            defaultValue = DataSets.AUTO,
            description = "Kind of data: " + DataSets.KINDS + ". Default: ${DEFAULT-VALUE}.")
    private String format;

    @Option(
            names = "--resolution",
            paramLabel = "R",
            description =
                    "Bring images to this resolution, a power of two. Default: the highest that the"
                            + " first image holds in the proportions of --base-grid.")
    private Integer resolution;

    @Option(
            names = "--channels",
            paramLabel = "C",
            description =
                    "1 for gray, 3 for colour, 4 for colour and opacity. Default: as the first"
                            + " image.")
    private Integer channels;

    @Option(
            names = "--base-grid",
            paramLabel = "HxW",
            defaultValue = "4x4",
            description =
                    "Proportions of the images; 3x4 at resolution 512 is 384 lines of 512 pixels."
                            + " Default: ${DEFAULT-VALUE}, squares.")
    private String baseGrid;

    @Option(
            names = "--background",
            paramLabel = "RRGGBB",
            defaultValue = "ffffff",
            description = "Colour behind transparent pixels. Default: ${DEFAULT-VALUE}.")
    private String background;

    @Option(
            names = "--resize-filter",
            paramLabel = "FILTER",
            defaultValue = "lanczos",
            description = "How images are resized: lanczos or box. Default: ${DEFAULT-VALUE}.")
    private ResizeFilter filter;

    @Option(
            names = "--bad-images",
            paramLabel = "POLICY",
            defaultValue = "fail",
            description = "Files that cannot be decoded: skip or fail. Default: ${DEFAULT-VALUE}.")
    private BadImagePolicy badImages;

    String format() {
        return format;
    }

    /** Size and channels that the options ask for, or else those of a data set. */
    ImageOptions options(String data) {
        ImageShape stored = DataSets.shape(data, format);
        BaseGrid proportions = BaseGrid.parse(baseGrid);
        int given = resolution == null ? stored.resolution(proportions) : resolution;
        return ImageOptions.of(given)
                .withBaseGrid(proportions)
                .withChannels(channels == null ? kept(stored, data) : channels)
                .withBackground(colour())
                .withFilter(filter)
                .withBadImages(badImages)
                .withCacheBytes(0)
                .withMaxLabelSize(ImageOptions.LABELS_IF_ANY);
    }

    private static int kept(ImageShape stored, String data) {
        if (stored.hasOpacity()) {
            LOG.info(
                    "{} has opacity, which is kept as a fourth channel; --channels 3 lays the"
                            + " images on --background instead",
                    data);
        }
        return stored.trainingChannels();
    }

    private int colour() {
        if (!background.matches("[0-9a-fA-F]{6}")) {
            throw new IllegalArgumentException(
                    "--background is '" + background + "'; allowed are six hexadecimal digits");
        }
        return Integer.parseInt(background, 16);
    }

    /** Opens a data set with its labels, if it has any. */
    ImageSource open(String data) {
        return DataSets.open(data, format, options(data));
    }
}
