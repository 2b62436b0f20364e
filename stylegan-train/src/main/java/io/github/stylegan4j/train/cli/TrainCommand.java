package io.github.stylegan4j.train.cli;

import io.github.stylegan4j.train.MemoryPlan;
import io.github.stylegan4j.train.TrainingConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Trains; the options are the fields of the configuration. */
@Command(
        name = "train",
        description =
                "Train a generator and its discriminator on a folder of images; without "
                        + "arguments, on the bundled emoji faces with settings for a laptop. "
                        + "Progress goes to standard error, pictures and checkpoints into the "
                        + "run's folder. Ctrl-C, or a file 'stop' in that folder, ends the run after "
                        + "the steps in progress, with a checkpoint; a second Ctrl-C at once.",
        sortOptions = false)
final class TrainCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private CommonOptions common;
    @Mixin private Output output;

    @Mixin private TrainingRun training;

    @ArgGroup(exclusive = true)
    private ConfigOrigin origin = new ConfigOrigin();

    @Option(
            names = "--print-config",
            arity = "0..1",
            fallbackValue = "yaml",
            paramLabel = "FORMAT",
            description =
                    "Print the resulting configuration as a file that --config reads, yaml"
                            + " (default) or json, and train nothing.")
    private Format printed;

    @Option(
            names = "--plan",
            description =
                    "Print how much memory each resolution needs, and how much of the disk"
                            + " checkpoints will take, and train nothing; ends with 1 if the device"
                            + " has less memory.")
    private boolean plan;

    /** How a configuration is printed. */
    private enum Format {
        YAML,
        JSON
    }

    @Override
    public Integer call() throws IOException {
        if (printed != null && plan) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--plan and --print-config print different things; give one of them");
        }
        Map<String, Object> given = ConfigOptions.given(spec);
        TrainingConfig config = origin.config(given, this::explain);
        OverruledFields.of(config, given.keySet()).forEach(this::explain);
        if (printed != null) {
            output.line(
                    "%s",
                    printed == Format.JSON ? config.toJson() : config.toYaml().stripTrailing());
            return 0;
        }
        if (plan) {
            MemoryPlan needed = MemoryPlan.of(config);
            output.line("%s", needed.table().stripTrailing());
            return needed.fits() ? 0 : 1;
        }
        return training.train(config, origin.resume() != null, output);
    }

    private void explain(String line) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(line);
        err.flush();
    }
}
