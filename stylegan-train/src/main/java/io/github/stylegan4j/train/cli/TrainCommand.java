package io.github.stylegan4j.train.cli;

import io.github.stylegan4j.train.RunDirectory;
import io.github.stylegan4j.train.Trainer;
import io.github.stylegan4j.train.TrainerBuilder;
import io.github.stylegan4j.train.TrainingConfig;
import io.github.stylegan4j.train.TrainingSummary;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains; the options are the fields of the configuration. */
@Command(
        name = "train",
        description = {
            "Train a generator and its discriminator on a folder of images; without arguments, on",
            "the bundled emoji faces with settings for a laptop. Progress goes to standard error,",
            "pictures and checkpoints into the run's folder. Ctrl-C ends the run after the step in",
            "progress, with a checkpoint."
        },
        sortOptions = false)
final class TrainCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private CommonOptions common;
    @Mixin private Output output;

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
    public Integer call() {
        TrainingConfig config = config();
        if (dryRun) {
            output.line("%s", config.toJson());
            return 0;
        }
        TrainerBuilder builder = Trainer.builder(config);
        if (origin.resume != null) {
            builder.resume();
        }
        try (Trainer trainer = builder.build()) {
            CountDownLatch ended = new CountDownLatch(1);
            Thread hook = new Thread(() -> stopAndWait(trainer, ended), "stylegan4j-interrupt");
            Runtime.getRuntime().addShutdownHook(hook);
            try {
                TrainingSummary summary = trainer.run();
                output.line("%s", summary.network());
                return 0;
            } finally {
                ended.countDown();
                removeHook(hook);
            }
        }
    }

    private TrainingConfig config() {
        Map<String, Object> given = ConfigOptions.given(spec);
        if (origin.resume != null) {
            TrainingConfig saved = RunDirectory.existing(origin.resume).config();
            return saved.with(given).withRunDir(origin.resume);
        }
        TrainingConfig base =
                origin.preset == null ? TrainingConfig.emojiDemo() : origin.preset.config();
        return base.with(given);
    }

    /** Runs when the process is asked to end: lets the run end well first. */
    private static void stopAndWait(Trainer trainer, CountDownLatch ended) {
        trainer.stop();
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            // Nothing is left to remove: the hook is running, and was woken above.
        }
    }
}
