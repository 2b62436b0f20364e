package io.github.stylegan4j.train.config;

import io.github.stylegan4j.train.image.GridLayout;
import io.github.stylegan4j.train.image.GridSize;
import java.util.Locale;
import java.util.SortedMap;

/** Settings of what is shown of a run, and how often. */
public record MonitorSettings(
        @Setting(
                        text =
                                "Length of a tick (progress line, image grid) where the table names none, in kimg.",
                        initial = "160")
                double tickKimg,
        @Setting(
                        text = "Length of a tick at a resolution, in kimg.",
                        initial = "4=160,8=140,16=120,32=100,64=80,128=60,256=40,512=30,1024=20")
                SortedMap<Integer, Double> tickKimgPerResolution,
        @Setting(text = "Images per grid: 1080p, 4k or COLUMNSxROWS.", initial = "1080p")
                String grid,
        @Setting(
                        text =
                                "Which images a grid shows where: random, or by class row_per_class, col_per_class or class4x4.",
                        initial = "random")
                String gridLayout,
        @Setting(
                        text =
                                "Whether event files for TensorBoard are written into the run's folder.",
                        initial = "true")
                boolean tensorBoard,
        @Setting(
                        text =
                                "Whether the run is watched for collapse and other trouble, and warns of it.",
                        initial = "true")
                boolean healthWarnings,
        @Setting(
                        text =
                                "Whether a few steps at each later resolution are measured early in the run, on networks"
                                        + " of their own, to estimate when it ends.",
                        initial = "true")
                boolean measureAhead) {

    /**
     * Checks every field.
     *
     * @throws IllegalArgumentException naming the field, the value found and what is allowed
     */
    public MonitorSettings {
        ConfigChecks.positive("tickKimg", tickKimg);
        tickKimgPerResolution =
                ConfigChecks.table("tickKimgPerResolution", tickKimgPerResolution, 0.001);
        ConfigChecks.text("grid", grid);
        ConfigChecks.constant("gridLayout", gridLayout, GridLayout.class);
    }

    /** Which images stand where. */
    public GridLayout layout() {
        return GridLayout.valueOf(gridLayout.toUpperCase(Locale.ROOT));
    }

    /** Columns and rows of the picture of images. */
    public GridSize gridOf(int width, int height) {
        return GridSize.of(grid, width, height);
    }
}
