package io.github.stylegan4j.train.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.stylegan4j.train.bench.Accuracy;

/** Errors of kernels as a table of lines, or as an array of objects. */
final class AccuracyText {
    private final Output output;
    private final boolean json;
    private final ArrayNode rows = JsonNodeFactory.instance.arrayNode();

    AccuracyText(Output output, boolean json) {
        this.output = output;
        this.json = json;
    }

    void begin() {
        if (!json) {
            output.line("%-30s %-9s %s", "kernel", "algorithm", "largest error");
        }
    }

    void row(Accuracy.Row r) {
        String algorithm = r.kernel().startsWith("conv ") ? r.algorithm().label() : "";
        if (!json) {
            output.line("%-30s %-9s %.1e", r.kernel(), algorithm, r.error());
            return;
        }
        rows.add(
                Output.object()
                        .put("kernel", r.kernel())
                        .put("algorithm", algorithm)
                        .put("error", r.error()));
    }

    void end() {
        if (json) {
            output.json(rows);
        }
    }
}
