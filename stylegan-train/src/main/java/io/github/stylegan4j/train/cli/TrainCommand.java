package io.github.stylegan4j.train.cli;

import io.github.stylegan4j.profile.Profiler;
import io.github.stylegan4j.train.RunDirectory;
import io.github.stylegan4j.train.Trainer;
import io.github.stylegan4j.train.TrainerBuilder;
import io.github.stylegan4j.train.TrainingConfig;
import io.github.stylegan4j.train.TrainingSummary;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
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
                        + "run's folder. Ctrl-C ends the run after the steps in progress, with a "
                        + "checkpoint.",
        sortOptions = false)
final class TrainCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private CommonOptions common;
    @Mixin private Output output;

    /** The run under way; null before and after. */
    private volatile Trainer running;

    @Mixin private ProfileOptions profile;

    @ArgGroup(exclusive = true)
    private Origin origin = new Origin();

    @Option(
            names = "--dry-run",
            description = "Print the resulting configuration as JSON and train nothing.")
    private boolean dryRun;

    /** Where the values come from that no option gives. */
    private static final class Origin {
        @Option(
                names = "--preset",
                paramLabel = "NAME",
                converter = Preset.Converter.class,
                description =
                        "Values of all other options: demo (small networks for a laptop; default)"
                                + " or official-1gpu, -2gpu, -4gpu, -8gpu (as published).")
        private Preset preset;

        @Option(
                names = "--resume",
                paramLabel = "RUN_DIR",
                description = "Go on with a run from its newest readable checkpoint.")
        private Path resume;
    }

    @Override
    public Integer call() throws IOException {
        TrainingConfig config = config();
        if (dryRun) {
            output.line("%s", config.toJson());
            return 0;
        }
        Profiler profiler = profile.open();
        TrainerBuilder builder = Trainer.builder(config).profiler(profiler);
        if (origin.resume != null) {
            builder.resume();
        }
        try (Trainer trainer = builder.build()) {
            running = trainer;
            TrainingSummary summary = trainer.run();
            output.line("%s", summary.network());
            profile.report(profiler);
            return 0;
        } finally {
            running = null;
        }
    }

    /**
     * Asks the run under way to end well; from any thread.
     *
     * @return whether there is one, so that its end is worth waiting for
     */
    boolean stop() {
        Trainer trainer = running;
        if (trainer == null) {
            return false;
        }
        PrintWriter err = spec.commandLine().getErr();
        err.println(
                "stylegan: ending after the steps in progress, with a checkpoint; to end at once,"
                        + " without one: kill -9 "
                        + ProcessHandle.current().pid());
        err.flush();
        trainer.stop();
        return true;
    }

    private TrainingConfig config() {
        Map<String, Object> given = ConfigOptions.given(spec);
        if (origin.resume != null) {
            refuseAnotherFolder(given);
            TrainingConfig saved = RunDirectory.existing(origin.resume).config();
            return saved.with(given).withRunDir(origin.resume);
        }
        TrainingConfig base =
                origin.preset == null ? TrainingConfig.emojiDemo() : origin.preset.config();
        return base.with(given);
    }

    private void refuseAnotherFolder(Map<String, Object> given) {
        Object runDir = given.getOrDefault("runDir", origin.resume.toString());
        if (!origin.resume.toString().equals(runDir)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--run-dir is "
                            + runDir
                            + ", but a resumed run goes on in its own folder, "
                            + origin.resume
                            + "; leave --run-dir out");
        }
    }
}
