package io.github.stylegan4j.train.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The program behind {@code ./stylegan}. */
@Command(
        name = "stylegan",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "Train style-based generators (StyleGAN v1) and make images with them.",
        subcommands = {
            TrainCommand.class,
            ResumeCommand.class,
            PresetsCommand.class,
            ReportCommand.class,
            GenerateCommand.class,
            InfoCommand.class,
            DevicesCommand.class,
            BenchCommand.class,
            TuneCommand.class,
            DatasetCommand.class
        },
        footer = {
            "",
            "Exit codes: 0 done (also a training run that was stopped), 1 failed, 2 wrong usage,",
            "130 ended at once by Ctrl-C.",
            "Results go to standard output, messages and progress to standard error."
        })
public final class Main implements Runnable {
    @Spec private CommandSpec spec;

    /** For the command line library. */
    Main() {}

    /** Runs the program and exits with its code. */
    public static void main(String[] args) {
        prepareLogging();
        CommandLine line = commandLine();
        System.exit(run(line, args));
    }

    /** To be called before the first logger is made. */
    static void prepareLogging() {
        if (System.getProperty("logback.configurationFile") == null) {
            System.setProperty("logback.configurationFile", "stylegan-cli-logback.xml");
        }
    }

    private static int run(CommandLine line, String[] args) {
        try {
            return line.execute(args);
        } catch (OutOfMemoryError e) {
            return Failures.outOfMemory(e, line);
        }
    }

    /** The command line with its error handling, for {@link #main} and tests. */
    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Main());
        for (String training : new String[] {"train", "resume"}) {
            ConfigOptions.addTo(line.getSubcommands().get(training).getCommandSpec());
        }
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpAutoWidth(true);
        line.setParameterExceptionHandler(Failures::wrongUsage);
        line.setExecutionExceptionHandler(Failures::failed);
        return line;
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(),
                "A command is missing: train, resume, presets, report, generate, info, devices, bench, tune or dataset");
    }
}
