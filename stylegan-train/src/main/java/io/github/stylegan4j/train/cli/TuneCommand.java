package io.github.stylegan4j.train.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.Backends;
import io.github.stylegan4j.stylegan.FeatureMaps;
import io.github.stylegan4j.train.tune.ConvMeasurement;
import io.github.stylegan4j.train.tune.ConvTuner;
import io.github.stylegan4j.train.tune.LayerShapes;
import io.github.stylegan4j.tuning.ConvAlgorithm;
import io.github.stylegan4j.tuning.ConvKey;
import io.github.stylegan4j.tuning.DeviceKey;
import io.github.stylegan4j.tuning.TuningStore;
import io.github.stylegan4j.tuning.TuningTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures which algorithms are the fastest on a device, and keeps the choices. */
@Command(
        name = "tune",
        description =
                "Measure which convolution algorithm is the fastest on a device, for the shapes"
                        + " of StyleGAN's layers, and keep what differs from the built-in choices"
                        + " in the user's cache folder. Later commands on this device then use"
                        + " it; results differ in their last bits from those without.",
        sortOptions = false)
final class TuneCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(TuneCommand.class);
    private static final int MIN_TURNS = 5;
    private static final int MAX_TURNS = 25;

    /** Of the published networks, of those that benchmarks use, and of the bundled demo. */
    private static final List<FeatureMaps> FAMILIES =
            List.of(
                    FeatureMaps.defaults(),
                    new FeatureMaps(2048, 1, 128),
                    new FeatureMaps(512, 1, 64));

    @Spec private CommandSpec spec;
    @Mixin private CommonOptions common;
    @Mixin private Output output;

    @Option(
            names = "--device",
            paramLabel = "ID",
            defaultValue = "auto",
            description = "Device to measure, as 'devices' lists them. Default: ${DEFAULT-VALUE}.")
    private String device;

    @Option(
            names = "--resolutions",
            paramLabel = "R,...",
            split = ",",
            defaultValue = "4,8,16,32,64",
            description = "Resolutions of the layers measured. Default: ${DEFAULT-VALUE}.")
    private List<Integer> resolutions;

    @Option(
            names = "--fmap-base",
            paramLabel = "B",
            description =
                    "Feature maps at stage s are min(B / 2^s, M). Without it and --fmap-max those"
                            + " of the published networks, of the benchmarks and of the demo.")
    private Integer fmapBase;

    @Option(names = "--fmap-max", paramLabel = "M", description = "Largest number of feature maps.")
    private Integer fmapMax;

    @Option(
            names = "--minibatch",
            paramLabel = "N",
            defaultValue = "16",
            description = "Images convolved at once. Default: ${DEFAULT-VALUE}.")
    private int minibatch;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "0.5",
            description =
                    "How long the algorithms of one convolution take turns, at least 5 times."
                            + " Default: ${DEFAULT-VALUE}.")
    private double seconds;

    @Option(names = "--dry-run", description = "Measure, but keep nothing.")
    private boolean dryRun;

    @Option(names = "--forget", description = "Measure nothing; remove what was kept.")
    private boolean forget;

    @Option(names = "--json", description = "Print one JSON object instead of a table.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        if (forget) {
            return forget();
        }
        Set<ConvKey> keys = keys();
        ConvTuner.Effort effort = new ConvTuner.Effort(seconds, MIN_TURNS, MAX_TURNS);
        try (ConvTuner tuner = new ConvTuner(device, minibatch, effort)) {
            LOG.info("measuring {} convolutions on {}", keys.size(), tuner.description());
            if (!json) {
                output.line("%s", head());
            }
            List<ConvMeasurement> measurements = new ArrayList<>();
            for (ConvKey key : keys) {
                ConvMeasurement m = tuner.measure(key);
                measurements.add(m);
                if (!json) {
                    output.line("%s", line(m));
                }
            }
            finish(tuner.device(), measurements);
        }
        return 0;
    }

    private Set<ConvKey> keys() {
        List<FeatureMaps> families = FAMILIES;
        if (fmapBase != null || fmapMax != null) {
            FeatureMaps published = FeatureMaps.defaults();
            families =
                    List.of(
                            published
                                    .withBase(fmapBase == null ? published.base() : fmapBase)
                                    .withMax(fmapMax == null ? published.max() : fmapMax));
        }
        try {
            Set<ConvKey> keys = new LinkedHashSet<>();
            for (FeatureMaps maps : families) {
                keys.addAll(LayerShapes.of(maps, resolutions));
            }
            return keys;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private int forget() throws IOException {
        try (Backend backend = Backends.open(device)) {
            DeviceKey key = backend.tuning().device();
            TuningStore store = TuningStore.ofUser();
            boolean removed = store.forget(key);
            output.line(
                    removed ? "removed %s" : "nothing was kept: there is no %s", store.file(key));
        }
        return 0;
    }

    private void finish(DeviceKey key, List<ConvMeasurement> measurements) throws IOException {
        TuningStore store = TuningStore.ofUser();
        TuningTable table = ConvMeasurement.into(store.load(key), measurements);
        if (!dryRun) {
            store.save(key, table);
        }
        if (json) {
            output.json(toJson(key, table, measurements, store));
            return;
        }
        long changed = measurements.stream().filter(m -> m.chosen() != m.builtIn()).count();
        output.line(
                "%n%d of %d choices differ from the built-in ones; %s %s (fingerprint %s)",
                changed,
                measurements.size(),
                dryRun ? "not kept in" : "kept in",
                store.file(key),
                table.fingerprint());
    }

    private static String head() {
        return String.format(
                Locale.ROOT,
                "%-36s %10s %10s %10s  %-10s %-10s %6s",
                "convolution, ms",
                "direct",
                "winograd2",
                "winograd4",
                "built-in",
                "chosen",
                "gain");
    }

    private static String line(ConvMeasurement m) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-36s", m.key().text()));
        for (ConvAlgorithm a : ConvAlgorithm.values()) {
            Double ms = m.milliseconds().get(a);
            String text = m.refused().contains(a) ? "wrong" : "-";
            line.append(
                    ms == null
                            ? String.format(Locale.ROOT, " %10s", text)
                            : String.format(Locale.ROOT, " %10.3f", ms));
        }
        return line.append(
                        String.format(
                                Locale.ROOT,
                                "  %-10s %-10s %6s",
                                m.builtIn().label(),
                                m.chosen().label(),
                                gain(m)))
                .toString();
    }

    private static String gain(ConvMeasurement m) {
        return m.refused().contains(m.builtIn())
                ? "-"
                : String.format(Locale.ROOT, "%.2fx", m.gain());
    }

    private ObjectNode toJson(
            DeviceKey key,
            TuningTable table,
            List<ConvMeasurement> measurements,
            TuningStore store) {
        ObjectNode root = Output.object();
        root.putObject("device")
                .put("backend", key.backend())
                .put("name", key.name())
                .put("driver", key.driver())
                .put("library", key.library());
        root.put("file", store.file(key).toString());
        root.put("kept", !dryRun);
        root.put("fingerprint", table.fingerprint());
        ArrayNode rows = root.putArray("convolutions");
        for (ConvMeasurement m : measurements) {
            ObjectNode row = rows.addObject();
            row.put("convolution", m.key().text());
            ObjectNode ms = row.putObject("ms");
            m.milliseconds().forEach((a, t) -> ms.put(a.label(), t));
            row.put("built_in", m.builtIn().label());
            row.put("chosen", m.chosen().label());
            row.put("gain", Double.isNaN(m.gain()) ? null : (Double) m.gain());
            ArrayNode refused = row.putArray("refused");
            m.refused().forEach(a -> refused.add(a.label()));
        }
        return root;
    }
}
