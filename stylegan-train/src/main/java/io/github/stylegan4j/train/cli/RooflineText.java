package io.github.stylegan4j.train.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.stylegan4j.train.bench.Roofline;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The roofline as a table of lines, or as an array of objects. */
final class RooflineText {
    /** Kernels that do nothing but move memory: the fastest of them is the limit of all. */
    private static final Set<String> MEMORY = Set.of("copy", "add", "sum of all");

    private static final String HEAD = "%-26s %-9s %9s %9s %10s %9s %8s %9s";
    private static final String LINE = "%-26s %-9s %9.3f %9.1f %10.2f %9.1f %8s %9.1f";

    private final Output output;
    private final boolean json;
    private final List<Roofline.Row> rows = new ArrayList<>();

    RooflineText(Output output, boolean json) {
        this.output = output;
        this.json = json;
    }

    void begin() {
        if (!json) {
            output.line(
                    HEAD, "kernel", "algorithm", "GFLOP", "MB", "ms", "GFLOP/s", "of peak", "GB/s");
        }
    }

    void row(Roofline.Row r) {
        rows.add(r);
        if (!json) {
            output.line(
                    LINE,
                    r.kernel(),
                    algorithm(r),
                    r.flops() * 1e-9,
                    r.bytes() * 1e-6,
                    r.ms().median(),
                    r.flopRate(),
                    r.gflops() > 0 ? Math.round(100 * r.flopRate() / r.gflops()) + " %" : "-",
                    r.byteRate());
        }
    }

    private static String algorithm(Roofline.Row r) {
        return r.kernel().startsWith("conv ") ? r.algorithm().label() : "";
    }

    void end() {
        double peak = rows.stream().mapToDouble(Roofline.Row::gflops).max().orElse(0);
        double memory =
                rows.stream()
                        .filter(r -> MEMORY.contains(r.kernel()))
                        .mapToDouble(Roofline.Row::byteRate)
                        .max()
                        .orElse(0);
        if (json) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            rows.forEach(r -> array.add(toJson(r, memory)));
            output.json(array);
        } else {
            output.line(
                    "limits: %.0f GFLOP/s of multiply-adds in registers, %.1f GB/s of memory (the"
                            + " best of copy, add and sum of all)",
                    peak, memory);
        }
    }

    private static ObjectNode toJson(Roofline.Row r, double memory) {
        ObjectNode row = Output.object();
        row.put("kernel", r.kernel()).put("algorithm", algorithm(r));
        row.put("flops", r.flops()).put("bytes", r.bytes()).put("ms", r.ms().median());
        row.putArray("quartiles_ms").add(r.ms().lower()).add(r.ms().upper());
        row.put("gflops", r.flopRate()).put("peak_gflops", r.gflops());
        row.put("gbytes_per_s", r.byteRate()).put("memory_gbytes_per_s", memory);
        return row;
    }
}
