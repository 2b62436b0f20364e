package io.github.stylegan4j.train.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What can be done with data sets before anything is trained on them. */
@Command(
        name = "dataset",
        description =
                "Look at data sets, check them, compare them, and convert them between folders, "
                        + "ZIP archives and TFRecords.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DatasetInspect.class,
            DatasetValidate.class,
            DatasetCompare.class,
            DatasetImport.class,
            DatasetExport.class
        })
final class DatasetCommand implements Runnable {
    @Spec private CommandSpec spec;
    @Mixin private CommonOptions common;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "A command is missing: inspect, validate, compare, import or export");
    }
}
