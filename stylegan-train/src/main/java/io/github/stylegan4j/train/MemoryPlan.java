package io.github.stylegan4j.train;

import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.Backends;
import io.github.stylegan4j.spi.MemoryLimits;
import io.github.stylegan4j.train.augment.Augmentation;
import io.github.stylegan4j.train.config.StepSettings;
import io.github.stylegan4j.train.data.DataSets;
import io.github.stylegan4j.train.data.ImageSource;
import io.github.stylegan4j.train.loss.GanLoss;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How much memory a run holds at each resolution, known before its first step.
 *
 * <p>It is not estimated from formulas: steps of the run are carried out on a backend that chooses
 * kernels and buffers as ever, but computes nothing and keeps account instead. For OpenCL devices
 * the figures are exact; for the pure-Java backend those of the kernels' scratch memory are close.
 *
 * @param device the device, for people
 * @param limits what the device has
 * @param inHeap whether the device's memory is the Java heap, which the images share
 * @param dataBytes images of the data set that are kept in the Java heap
 * @param disk what checkpoints take; all 0 if the networks are too large to be made
 * @param steps one row per resolution, in the order of training
 */
public record MemoryPlan(
        String device,
        MemoryLimits limits,
        boolean inHeap,
        long dataBytes,
        DiskPlan disk,
        List<PlannedStep> steps) {
    /** The part of a device's memory that may be planned with; the driver takes some. */
    private static final double USABLE_OF_DEVICE = 0.9;

    /** The same of the Java heap: the collector rounds large arrays up to whole regions. */
    private static final double USABLE_OF_HEAP = 0.65;

    private static final String UNKNOWN = "unknown";

    private static final String HEAP_NOTE =
            String.format(
                    Locale.ROOT,
                    "These are bytes of tensors and images. The Java heap holds more: a collector"
                            + " divides it into regions or generations that are never%nall full,"
                            + " and the program has objects of its own. That is why %d %% of it can"
                            + " be planned with.%n",
                    Math.round(100 * USABLE_OF_HEAP));

    /** Copies the list. */
    public MemoryPlan {
        steps = List.copyOf(steps);
    }

    /**
     * Plans a run as its configuration says.
     *
     * @throws io.github.stylegan4j.train.data.DataException if the images cannot be used
     * @throws IllegalArgumentException if the device is not usable
     */
    public static MemoryPlan of(TrainingConfig config) {
        try (ImageSource source =
                DataSets.open(
                        config.images().data(),
                        config.images().dataFormat(),
                        config.images().options())) {
            return of(config, source);
        }
    }

    /** Plans a run on images of the caller's. */
    public static MemoryPlan of(TrainingConfig config, ImageSource source) {
        return of(config, source, config.run().device());
    }

    /** Plans a run on images and a device of the caller's. */
    static MemoryPlan of(TrainingConfig config, ImageSource source, String device) {
        return of(
                config,
                source,
                device,
                config.losses().function(),
                config.augmentation().function());
    }

    /** Plans a run whose loss and augmentation the caller brings along. */
    static MemoryPlan of(
            TrainingConfig config,
            ImageSource source,
            String device,
            GanLoss loss,
            Augmentation augmentation) {
        try (Backend backend =
                Backends.open(device, config.run().backendOptions().withAccounting())) {
            MemoryPlanner planner = new MemoryPlanner(config, source, loss, augmentation);
            return planner.plan(
                    backend, planner.moments(), new TrainingSchedule(config.schedule()));
        }
    }

    /** Whether a resolution can be trained on this device. */
    public boolean fits(PlannedStep step) {
        return fits(step, limits, inHeap, dataBytes);
    }

    static boolean fits(PlannedStep step, MemoryLimits limits, boolean inHeap, long dataBytes) {
        long needed = step.deviceBytes() + (inHeap ? step.imageBytes() + dataBytes : 0);
        return step.problem().isEmpty() && needed <= usable(inHeap) * limits.totalBytes();
    }

    /** The part of the memory that may be planned with. */
    static double usable(boolean inHeap) {
        return inHeap ? USABLE_OF_HEAP : USABLE_OF_DEVICE;
    }

    /** Whether every resolution can be trained on this device. */
    public boolean fits() {
        return steps.stream().allMatch(this::fits);
    }

    /**
     * A configuration that computes as many images at once as this plan found room for, where it
     * does not say itself how many.
     */
    TrainingConfig adapt(TrainingConfig config) {
        if (!config.steps().isAutomatic()) {
            return config;
        }
        StepSettings told = config.steps();
        SortedMap<Integer, Integer> parts = new TreeMap<>(told.microBatchPerResolution());
        for (PlannedStep step : steps) {
            if (told.isAutomaticAt(step.resolution()) && step.atOnce() < step.minibatch()) {
                parts.put(step.resolution(), step.atOnce());
            }
        }
        return config.with(Map.of("microBatch", "all", "microBatchPerResolution", parts));
    }

    /** Why the run is not begun, and what can be done about it. */
    public String refusal() {
        return shortage() + ", or begin all the same (--memory-check warn)\n" + table();
    }

    /** What is to be feared of a run that begins all the same. */
    String warning() {
        return "The run may end for want of memory. " + shortage() + "\n" + table();
    }

    private String shortage() {
        PlannedStep worst = steps.stream().filter(s -> !fits(s)).findFirst().orElseThrow();
        String least = worst.problem().isEmpty() ? "" : " (" + worst.problem() + ")";
        String need =
                worst.isCounted()
                        ? "At resolution "
                                + worst.resolution()
                                + " a step needs "
                                + size(worst.deviceBytes())
                                + least
                        : "The networks are too large to be made" + least;
        return need
                + ", but "
                + device
                + " has "
                + size(limits.totalBytes())
                + ", of which "
                + Math.round(100 * usable(inHeap))
                + " % can be planned with"
                + ". Compute fewer images at once (--micro-batch auto, or less in"
                + " --micro-batch-per-resolution), recompute blocks"
                + " (--recompute), take smaller networks (--fmap-max), "
                + (inHeap ? "give Java a larger heap (-Xmx)" : "take a device with more memory");
    }

    /** A line per resolution, for people. */
    public String table() {
        StringBuilder text =
                new StringBuilder(
                        String.format(
                                Locale.ROOT,
                                "%s: %s, largest buffer %s%n",
                                device,
                                size(limits.totalBytes()),
                                size(limits.largestBufferBytes())));
        String row = "%10s %9s %7s %10s %10s %10s %11s %10s %10s %10s  %s%n";
        text.append(
                String.format(
                        Locale.ROOT,
                        row,
                        "resolution",
                        "minibatch",
                        "at once",
                        "networks",
                        "average",
                        "optimizer",
                        "activations",
                        "workspace",
                        "total",
                        "images",
                        ""));
        for (PlannedStep s : steps) {
            text.append(
                    String.format(
                            Locale.ROOT,
                            row,
                            s.resolution(),
                            s.minibatch(),
                            s.atOnce(),
                            s.isCounted() ? size(s.networkBytes()) : UNKNOWN,
                            s.isCounted() ? size(s.averageBytes()) : UNKNOWN,
                            s.isCounted() ? size(s.optimizerBytes()) : UNKNOWN,
                            s.isCounted() ? size(s.activationBytes()) : UNKNOWN,
                            s.isCounted() ? size(s.workspaceBytes()) : UNKNOWN,
                            s.isCounted() ? size(s.deviceBytes()) : UNKNOWN,
                            size(s.imageBytes()),
                            fits(s) ? "fits" : "does not fit"));
        }
        text.append(String.format("Java heap: %s of images of the data set%n", size(dataBytes)));
        if (inHeap) {
            text.append(HEAP_NOTE);
        }
        if (disk.checkpointBytes() > 0) {
            text.append(String.format("%s%n", disk.text()));
        }
        return text.toString();
    }

    /** A number of bytes for people. */
    static String size(long bytes) {
        if (bytes == Long.MAX_VALUE) {
            return UNKNOWN;
        }
        double mebibytes = bytes / (double) (1L << 20);
        return mebibytes < 1024
                ? String.format(Locale.ROOT, "%.1f MiB", mebibytes)
                : String.format(Locale.ROOT, "%.1f GiB", mebibytes / 1024);
    }
}
