package io.github.stylegan4j.train.config;

import io.github.stylegan4j.stylegan.BaseGrid;
import io.github.stylegan4j.train.data.BadImagePolicy;
import io.github.stylegan4j.train.data.DataSets;
import io.github.stylegan4j.train.data.ImageOptions;
import io.github.stylegan4j.train.data.ResizeFilter;
import java.util.Locale;

/** Settings of the images trained on. */
public record ImageSettings(
        @Setting(
                        text =
                                "Images: a folder, a ZIP archive, TFRecord, IDX, CIFAR or LMDB files; 'demo' is the bundled emoji faces, 'synthetic:N' are N computed images.",
                        initial = "demo")
                String data,
        @Setting(text = "Kind of data: " + DataSets.KINDS + ".", initial = DataSets.AUTO)
                String dataFormat,
        @Setting(
                        text = "Labels: none, all, or how many of their first components.",
                        initial = "none")
                String labels,
        @Setting(
                        text =
                                "Width and height of the images in pixels, a power of two from 4 to 1024.",
                        initial = "1024")
                int resolution,
        @Setting(
                        text =
                                "Proportions of the images, HEIGHTxWIDTH: 3x4 at resolution 128 is 96 lines"
                                        + " of 128 pixels; 4x4 are squares.",
                        initial = "4x4")
                String baseGrid,
        @Setting(text = "1 for gray images, 3 for colour, 4 for colour and opacity.", initial = "3")
                int channels,
        @Setting(
                        text =
                                "Whether each real image is mirrored left to right with probability 1/2.",
                        initial = "true")
                boolean mirrorAugment,
        @Setting(
                        text = "Colour behind transparent pixels, six hexadecimal digits RRGGBB.",
                        initial = "ffffff")
                String background,
        @Setting(text = "How images are resized: lanczos or box.", initial = "lanczos")
                String resizeFilter,
        @Setting(
                        text = "What happens to files that cannot be decoded: skip or fail.",
                        initial = "skip")
                String badImages,
        @Setting(text = "Background threads that decode images, 1 to 64.", initial = "1")
                int dataThreads) {

    /**
     * Checks every field.
     *
     * @throws IllegalArgumentException naming the field, the value found and what is allowed
     */
    public ImageSettings {
        ConfigChecks.text("data", data);
        ConfigChecks.powerOfTwo("resolution", resolution, 4, 1024);
        BaseGrid.parse(ConfigChecks.text("baseGrid", baseGrid));
        ConfigChecks.oneOf("channels", channels, 1, 3, 4);
        DataChecks.format("dataFormat", dataFormat);
        DataChecks.labels("labels", labels);
        ConfigChecks.colour("background", background);
        ConfigChecks.constant("resizeFilter", resizeFilter, ResizeFilter.class);
        ConfigChecks.constant("badImages", badImages, BadImagePolicy.class);
        ConfigChecks.between("dataThreads", dataThreads, 1, 64);
    }

    /** Proportions of the images. */
    public BaseGrid grid() {
        return BaseGrid.parse(baseGrid);
    }

    /** Lines of the images. */
    public int height() {
        return grid().heightAt(resolution);
    }

    /** Columns of the images. */
    public int width() {
        return grid().widthAt(resolution);
    }

    /** The images' height and width, as in {@code 96x128}. */
    public String size() {
        return height() + "x" + width();
    }

    /** How what is stored becomes training images. */
    public ImageOptions options() {
        return ImageOptions.of(resolution)
                .withBaseGrid(grid())
                .withChannels(channels)
                .withBackground(Integer.parseInt(background, 16))
                .withFilter(ResizeFilter.valueOf(resizeFilter.toUpperCase(Locale.ROOT)))
                .withBadImages(BadImagePolicy.valueOf(badImages.toUpperCase(Locale.ROOT)))
                .withMaxLabelSize(DataChecks.maxLabelSize(labels));
    }
}
