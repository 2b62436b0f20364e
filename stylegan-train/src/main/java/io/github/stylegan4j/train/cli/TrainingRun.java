package io.github.stylegan4j.train.cli;

import io.github.stylegan4j.profile.Profiler;
import io.github.stylegan4j.train.MemoryCheck;
import io.github.stylegan4j.train.Trainer;
import io.github.stylegan4j.train.TrainerBuilder;
import io.github.stylegan4j.train.TrainingConfig;
import io.github.stylegan4j.train.TrainingSummary;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the commands have in common that train: one begins a run, the other goes on with one. */
@Command
final class TrainingRun {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Mixin private ProfileOptions profile;
    @Mixin private ProgressOptions progress;

    @Option(
            names = "--accept-changed-data",
            description =
                    "Go on with a run although the data set is not what it was trained on before;"
                            + " refused otherwise.")
    private boolean acceptChangedData;

    @Option(
            names = "--memory-check",
            paramLabel = "CHECK",
            defaultValue = "refuse",
            description =
                    "What to do if the device has too little memory for one of the run's"
                            + " resolutions: refuse the run (default), warn and begin it, or off:"
                            + " plan nothing, unless --micro-batch auto has to.")
    private MemoryCheck memoryCheck;

    /**
     * Trains to the end, or until somebody asks to stop.
     *
     * @param resume whether the run goes on from its newest checkpoint
     * @return the exit code, 0
     * @throws ParameterException if an option makes no sense for a run that begins
     */
    int train(TrainingConfig config, boolean resume, Output output) throws IOException {
        if (acceptChangedData && !resume) {
            throw new ParameterException(
                    command.commandLine(),
                    "--accept-changed-data is for a run that goes on; give its folder with"
                            + " --resume, or leave --accept-changed-data out");
        }
        Profiler profiler = profile.open(Profiler.phases());
        TrainerBuilder builder =
                Trainer.builder(config)
                        .profiler(profiler)
                        .checkMemory(memoryCheck)
                        .command(command.commandLine().getParent().getParseResult().originalArgs());
        if (resume) {
            builder.resume();
        }
        if (acceptChangedData) {
            builder.acceptChangedData();
        }
        // Signals are heard until the trainer is closed, so that none ends a run that fails before
        // it has said why.
        try (RunLog log = RunLog.open();
                ProgressOptions.Shown shown = progress.show(builder.listener(log));
                StopSignals signals = new StopSignals(command.commandLine().getErr());
                Trainer trainer = builder.build()) {
            signals.stop(trainer);
            TrainingSummary summary = trainer.run();
            output.line("%s", summary.network());
            profile.report(profiler);
        }
        return 0;
    }
}
