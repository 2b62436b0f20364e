package io.github.stylegan4j.train.cli;

import io.github.stylegan4j.train.AutoConfig;
import io.github.stylegan4j.train.ConfigFile;
import io.github.stylegan4j.train.RunDirectory;
import io.github.stylegan4j.train.TrainingConfig;
import io.github.stylegan4j.train.TrainingPresets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Where the values come from that no option gives: a preset, a file over a preset, or a run. */
final class ConfigOrigin {
    @ArgGroup(exclusive = false)
    private Start start = new Start();

    @Option(
            names = "--resume",
            paramLabel = "RUN_DIR",
            description = "Go on with a run from its newest readable checkpoint.")
    private Path resume;

    /** A run that begins. */
    private static final class Start {
        @Option(
                names = "--preset",
                paramLabel = "NAME",
                description =
                        "Values of all other options: demo (small networks for a laptop; default),"
                                + " auto (chosen for images and device),"
                                + " sgan-ffhq-8gpu and others as published; './stylegan presets' lists"
                                + " all.")
        private String preset;

        @Option(
                names = "--config",
                paramLabel = "FILE",
                description =
                        "Values of other options from a YAML or JSON file, over the preset; options"
                                + " override it.")
        private Path file;
    }

    /** The run to go on with, or null. */
    Path resume() {
        return resume;
    }

    /**
     * The configuration.
     *
     * @param given fields that options name, with their values
     * @param explain is told what was chosen and why, if something was
     * @throws IllegalArgumentException naming the option or the place in the file
     */
    TrainingConfig config(Map<String, Object> given, Consumer<String> explain) {
        if (resume != null) {
            return resumed(resume, given);
        }
        if (start.file == null) {
            String name = start.preset == null ? TrainingPresets.DEMO : start.preset;
            return name.equals(AutoConfig.NAME)
                    ? explained(AutoConfig.of(given), explain)
                    : preset(name).with(given);
        }
        ConfigFile file = ConfigFile.read(start.file);
        String name = start.preset == null ? file.preset().orElse(null) : start.preset;
        if (AutoConfig.NAME.equals(name)) {
            return explained(file.auto(given), explain);
        }
        TrainingConfig config =
                start.preset == null ? file.config() : file.over(preset(start.preset));
        return config.with(given);
    }

    private static TrainingConfig explained(AutoConfig auto, Consumer<String> explain) {
        auto.reasons().forEach(reason -> explain.accept("auto: " + reason));
        return auto.config();
    }

    private static TrainingConfig preset(String name) {
        return TrainingPresets.of(name).config();
    }

    /** The configuration of a run that goes on, with some fields changed. */
    static TrainingConfig resumed(Path resume, Map<String, Object> given) {
        refuseAnotherFolder(resume, given);
        RunDirectory directory = RunDirectory.existing(resume);
        TrainingConfig config = directory.config();
        refuseAnotherBeginning(directory, config.adaptation().transfer(), given);
        return config.with(given).withRunDir(resume);
    }

    /** With a checkpoint, it is too late for networks to begin with. */
    private static void refuseAnotherBeginning(
            RunDirectory directory, String before, Map<String, Object> given) {
        Object transfer = given.getOrDefault("transfer", before);
        List<Path> checkpoints = directory.checkpoints();
        if (!checkpoints.isEmpty() && !absolute(before).equals(absolute(transfer.toString()))) {
            throw new IllegalArgumentException(
                    "--transfer is "
                            + transfer
                            + ", but the run goes on with the networks of "
                            + checkpoints.get(0)
                            + "; leave --transfer out, or begin another run with it");
        }
    }

    /** A run keeps the names of files whole. */
    private static String absolute(String file) {
        return file.isEmpty() ? file : Path.of(file).toAbsolutePath().normalize().toString();
    }

    private static void refuseAnotherFolder(Path resume, Map<String, Object> given) {
        Object runDir = given.getOrDefault("runDir", resume.toString());
        if (!resume.toString().equals(runDir)) {
            throw new IllegalArgumentException(
                    "--run-dir is "
                            + runDir
                            + ", but a resumed run goes on in its own folder, "
                            + resume
                            + "; leave --run-dir out");
        }
    }
}
