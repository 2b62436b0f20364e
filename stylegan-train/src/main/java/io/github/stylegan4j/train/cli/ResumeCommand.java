package io.github.stylegan4j.train.cli;

import io.github.stylegan4j.train.TrainingConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Goes on with a run; all that is needed lies in its folder. */
@Command(
        name = "resume",
        description =
                "Go on with a training run from its newest checkpoint that is undamaged, to the"
                        + " same bits as if it had never been interrupted. The folder is all that"
                        + " is needed; options change the run from here on.",
        sortOptions = false)
final class ResumeCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private CommonOptions common;
    @Mixin private Output output;
    @Mixin private TrainingRun training;

    @Parameters(paramLabel = "RUN_DIR", description = "Folder of the run.")
    private Path folder;

    @Override
    public Integer call() throws IOException {
        Map<String, Object> given = ConfigOptions.given(spec);
        TrainingConfig config = ConfigOrigin.resumed(folder, given);
        OverruledFields.of(config, given.keySet()).forEach(spec.commandLine().getErr()::println);
        return training.train(config, true, output);
    }
}
