package io.github.stylegan4j.train.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.stylegan4j.train.bench.Accuracy;
import io.github.stylegan4j.train.bench.BenchResult;
import io.github.stylegan4j.train.bench.Benchmark;
import io.github.stylegan4j.train.bench.PeerSetup;
import io.github.stylegan4j.train.bench.Quartiles;
import io.github.stylegan4j.train.bench.Roofline;
import io.github.stylegan4j.train.bench.Suite;
import io.github.stylegan4j.train.bench.WorkSpec;
import io.github.stylegan4j.tuning.BuildInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures how fast a device is, alone or in turns with another library. */
@Command(
        name = "bench",
        description =
                "Measure how long a device takes for fixed work: matrix products, the "
                        + "convolutions and epilogues of StyleGAN's layers, whole training steps, "
                        + "an image of 1024 x 1024, or every kernel beside the limits of the "
                        + "device (roofline); or how exact every kernel is, beside double "
                        + "precision (accuracy). With --vs, another library takes turns "
                        + "with it, after both were seen to compute the same.")
final class BenchCommand implements Callable<Integer> {
    /** The launch script names the folder of the peers' jars with this property. */
    static final String PEERS = "stylegan4j.peers";

    @Spec private CommandSpec spec;
    @Mixin private CommonOptions common;
    @Mixin private Output output;

    private static final int MAX_SECONDS = 3600;

    /** Below so many pixels an image's weights are more than its pixels. */
    private static final int EIGHT = 8;

    @Option(
            names = "--suite",
            required = true,
            description = "What to measure: ${COMPLETION-CANDIDATES}.")
    private Suite suite;

    @Mixin private DeviceOptions device;

    @Option(
            names = "--vs",
            paramLabel = "PEER",
            description = "Another library to take turns with: libtorch.")
    private String peer;

    @Option(
            names = "--allocator",
            description =
                    "Memory allocator of the other library: ${COMPLETION-CANDIDATES}. tuned, which"
                            + " is taken otherwise, is jemalloc that keeps its pages, as huge"
                            + " ones.")
    private PeerSetup.Allocator allocator;

    @Option(
            names = "--size",
            paramLabel = "N",
            description = "Measure only the works of this image or matrix size.")
    private Integer size;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "20",
            description =
                    "How long the turns of one work or kernel go on, 5 turns at the least and 50 at"
                            + " the most (100 of a kernel). Default: ${DEFAULT-VALUE}.")
    private double seconds;

    @Option(names = "--json", description = "Print one array of objects instead of lines.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        if (!(seconds > 0 && seconds <= MAX_SECONDS)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--seconds is " + seconds + "; allowed is more than 0, up to " + MAX_SECONDS);
        }
        if (allocator != null && peer == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--allocator is that of the other library; name one with --vs, or leave it"
                            + " out");
        }
        if (suite == Suite.ROOFLINE || suite == Suite.ACCURACY) {
            return kernels();
        }
        List<WorkSpec> works =
                suite.works().stream().filter(w -> size == null || w.size() == size).toList();
        if (works.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--size is "
                            + size
                            + "; allowed are "
                            + suite.works().stream().map(WorkSpec::size).distinct().toList());
        }
        double warmUp = Math.min(3, seconds / 4);
        Benchmark benchmark =
                new Benchmark(
                        device.id(),
                        device.options(),
                        peer == null ? null : setup(),
                        new Benchmark.Effort(warmUp, seconds, 5, 50));
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        List<BenchResult> results = new ArrayList<>();
        for (WorkSpec work : works) {
            BenchResult result = benchmark.measure(work);
            boolean first = results.isEmpty();
            results.add(result);
            if (json) {
                array.add(toJson(result, first));
            } else {
                output.line("%s", line(result, first));
            }
        }
        if (json) {
            output.json(array);
        } else if (peer != null && results.size() > 1) {
            output.line("%-22s %43.2fx", "geometric mean", meanRatio(results));
            List<BenchResult> few = results.stream().filter(r -> r.work().size() >= EIGHT).toList();
            if (!few.isEmpty() && few.size() < results.size()) {
                output.line("%-22s %43.2fx", "from 8 x 8 pixels on", meanRatio(few));
            }
        }
        return 0;
    }

    /** What is measured kernel by kernel. */
    private int kernels() {
        if (peer != null || size != null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--suite "
                            + suite
                            + " measures kernels of its own, each beside what is right or possible;"
                            + " leave out "
                            + (peer != null ? "--vs" : "--size"));
        }
        if (suite == Suite.ACCURACY) {
            AccuracyText text = new AccuracyText(output, json);
            text.begin();
            new Accuracy(device.id(), device.options()).measure(text::row);
            text.end();
            return 0;
        }
        RooflineText text = new RooflineText(output, json);
        text.begin();
        new Roofline(device.id(), device.options(), seconds).measure(text::row);
        text.end();
        return 0;
    }

    private PeerSetup setup() {
        if (!peer.matches("[a-z][a-z0-9]*")) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--vs is '" + peer + "'; allowed is a name such as libtorch");
        }
        String peers = System.getProperty(PEERS);
        Path folder = peers == null ? null : Path.of(peers, peer);
        if (folder == null || !Files.isDirectory(folder)) {
            throw new IllegalStateException(
                    "The peer '"
                            + peer
                            + "' is not there"
                            + (folder == null ? "" : " (no folder " + folder + ")")
                            + "; './stylegan bench --vs libtorch' builds it, which needs the"
                            + " sources and Maven");
        }
        return new PeerSetup(
                peer,
                folder,
                PeerMain.class.getName(),
                Runtime.getRuntime().availableProcessors(),
                List.of("-Xmx2g"),
                PeerSetup.environment(allocator()));
    }

    private PeerSetup.Allocator allocator() {
        return allocator == null ? PeerSetup.Allocator.TUNED : allocator;
    }

    /** The first work of a process also tells how old the process was. */
    private static String line(BenchResult r, boolean first) {
        StringBuilder line = new StringBuilder();
        line.append(
                String.format(
                        Locale.ROOT,
                        "%-22s %-9s %s  %5.0f MiB",
                        r.work().title(),
                        r.device(),
                        times(r.oursMs()),
                        mebibytes(r.oursPeakBytes())));
        if (r.peer() == null) {
            line.append(String.format(Locale.ROOT, "  first after %.2f s", r.firstMs() / 1000));
            if (first) {
                line.append(
                        String.format(
                                Locale.ROOT, ", from the start %.2f s", r.firstAgeMs() / 1000));
            }
        } else {
            line.append(
                    String.format(
                            Locale.ROOT,
                            "  %5.2fx  peer %s  %5.0f MiB %s",
                            r.ratio(),
                            times(r.peer().ms()),
                            mebibytes(r.peer().peakBytes()),
                            r.peer().layout()));
        }
        if (r.limit().median() > 0) {
            line.append(String.format(Locale.ROOT, "  limit %.0f GFLOP/s", r.limit().median()));
        }
        if (!Double.isNaN(r.shareOfLimit())) {
            line.append(String.format(Locale.ROOT, " (%.0f %%)", 100 * r.shareOfLimit()));
        }
        return line.append("  ").append(r.repetitions()).append(" turns").toString();
    }

    private static String times(Quartiles q) {
        return String.format(Locale.ROOT, "%9.2f ms (%.2f-%.2f)", q.median(), q.lower(), q.upper());
    }

    private static double mebibytes(long bytes) {
        return bytes / (double) (1 << 20);
    }

    private static double meanRatio(List<BenchResult> results) {
        double sum = results.stream().mapToDouble(r -> Math.log(r.ratio())).sum();
        return Math.exp(sum / results.size());
    }

    private ObjectNode toJson(BenchResult r, boolean first) {
        ObjectNode row = Output.object();
        row.put("work", r.work().title());
        row.put("device", r.device());
        row.put("ours_ms", r.oursMs().median());
        if (r.peer() == null) {
            row.putNull("peer_ms").putNull("ratio");
        } else {
            row.put("peer_ms", r.peer().ms().median()).put("ratio", r.ratio());
        }
        row.put("ours_peak_bytes", r.oursPeakBytes());
        row.put("ours_held_bytes", r.oursHeldBytes());
        row.put("peer_peak_bytes", r.peer() == null ? null : known(r.peer().peakBytes()));
        spread(row, "ours_quartiles_ms", r.oursMs());
        if (r.peer() != null) {
            spread(row, "peer_quartiles_ms", r.peer().ms());
            row.put("peer_layout", r.peer().layout().toString());
            row.put("peer_allocator", allocator().toString());
        }
        if (r.peer() == null) {
            row.put("first_ms", r.firstMs());
            if (first) {
                row.put("first_from_start_ms", r.firstAgeMs());
            }
        }
        row.put("turns", r.repetitions());
        row.put("java", System.getProperty("java.version"));
        row.put("revision", BuildInfo.read().revision());
        if (r.limit().median() > 0) {
            spread(row, "limit_gflops_quartiles", r.limit());
        } else {
            row.putNull("limit_gflops_quartiles");
        }
        return row;
    }

    /** A number of bytes, or null where the process could not tell. */
    private static Long known(long bytes) {
        return bytes < 0 ? null : (Long) bytes;
    }

    private static void spread(ObjectNode row, String name, Quartiles q) {
        row.putArray(name).add(q.lower()).add(q.upper());
    }
}
