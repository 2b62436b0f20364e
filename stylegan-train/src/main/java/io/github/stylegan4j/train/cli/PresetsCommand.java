package io.github.stylegan4j.train.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.stylegan4j.train.AutoConfig;
import io.github.stylegan4j.train.TrainingPreset;
import io.github.stylegan4j.train.TrainingPresets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the named configurations. */
@Command(
        name = "presets",
        description =
                "List the named configurations that 'train --preset NAME' starts from, with a"
                        + " sentence each; 'train --preset NAME --print-config' shows all values.")
final class PresetsCommand implements Callable<Integer> {
    @Mixin private CommonOptions common;
    @Mixin private Output output;

    @Option(names = "--json", description = "Print {\"presets\": [...]} instead of lines.")
    private boolean json;

    @Override
    public Integer call() {
        List<TrainingPreset> presets = TrainingPresets.list();
        if (json) {
            output.json(toJson(presets));
            return 0;
        }
        int width = presets.stream().mapToInt(p -> p.name().length()).max().orElse(0);
        output.line("%-" + width + "s  %s", AutoConfig.NAME, AutoConfig.TEXT);
        presets.forEach(p -> output.line("%-" + width + "s  %s", p.name(), p.text()));
        return 0;
    }

    private static ObjectNode toJson(List<TrainingPreset> presets) {
        ObjectNode root = Output.object();
        ArrayNode list = root.putArray("presets");
        list.addObject().put("name", AutoConfig.NAME).put("text", AutoConfig.TEXT);
        presets.forEach(p -> list.addObject().put("name", p.name()).put("text", p.text()));
        return root;
    }
}
