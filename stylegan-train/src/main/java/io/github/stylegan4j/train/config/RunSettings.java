package io.github.stylegan4j.train.config;

import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.spi.BackendOptions;
import io.github.stylegan4j.tuning.ConvMode;
import java.util.Locale;

/** Settings of a run as a whole: where it is kept, what computes it, and how long it is. */
public record RunSettings(
        @Setting(
                        text = "Folder of this run; empty for a new numbered folder in 'runs'.",
                        initial = "")
                String runDir,
        @Setting(text = "Folder in which numbered run folders are made.", initial = "runs")
                String runs,
        @Setting(
                        text =
                                "What computes: auto, or a name that 'devices' lists, such as cpu or opencl:0.",
                        initial = "auto")
                String device,
        @Setting(
                        text =
                                "How convolutions are computed: auto (the fastest by the device's table), or direct,"
                                        + " winograd2 or winograd4 wherever it applies.",
                        initial = "auto")
                String conv,
        @Setting(
                        text =
                                "Whether the values inside blocks are computed once more for gradients instead of"
                                        + " kept: less memory for more time, and the same bits.",
                        initial = "false")
                boolean recompute,
        @Setting(
                        text =
                                "Numbers computed with: float32, or float64 to compare devices and check gradients;"
                                        + " slow.",
                        initial = "float32")
                String precision,
        @Setting(text = "What all random numbers of the run follow from.", initial = "1000")
                long seed,
        @Setting(text = "Length of the run in thousands of real images shown.", initial = "25000")
                double totalKimg) {

    /**
     * Checks every field.
     *
     * @throws IllegalArgumentException naming the field, the value found and what is allowed
     */
    public RunSettings {
        ConfigChecks.present("runDir", runDir);
        ConfigChecks.text("runs", runs);
        ConfigChecks.text("device", device);
        ConfigChecks.constant("conv", conv, ConvMode.class);
        ConfigChecks.constant("precision", precision, DType.class);
        ConfigChecks.atLeast("totalKimg", totalKimg, 0);
        ConfigChecks.between("totalKimg", totalKimg, 0, MAX_KIMG);
    }

    /** More than any machine will ever show; image counts stay far from the limits of a long. */
    private static final double MAX_KIMG = 1e12;

    /** How the device is opened. */
    public BackendOptions backendOptions() {
        return BackendOptions.defaults()
                .withConv(ConvMode.ofLabel(conv))
                .withDType(DType.valueOf(precision.toUpperCase(Locale.ROOT)));
    }

    /** Length of the run in images. */
    public long totalImages() {
        return Math.round(totalKimg * 1000);
    }
}
