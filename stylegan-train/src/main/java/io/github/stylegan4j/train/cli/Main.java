package io.github.stylegan4j.train.cli;

import java.util.concurrent.CountDownLatch;
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
            "Exit codes: 0 done, 1 failed, 2 wrong usage, 130 ended by Ctrl-C.",
            "Results go to standard output, messages and progress to standard error."
        })
public final class Main implements Runnable {
    @Spec private CommandSpec spec;

    /** For the command line library. */
    Main() {}

    /** Runs the program and exits with its code. */
    public static void main(String[] args) {
        if (System.getProperty("logback.configurationFile") == null) {
            System.setProperty("logback.configurationFile", "stylegan-cli-logback.xml");
        }
        CommandLine line = commandLine();
        CountDownLatch ended = new CountDownLatch(1);
        TrainCommand train = line.getSubcommands().get("train").getCommand();
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> endWell(train, ended), "stylegan4j-interrupt"));
        int code;
        try {
            code = run(line, args);
        } finally {
            ended.countDown();
        }
        System.exit(code);
    }

    private static int run(CommandLine line, String[] args) {
        try {
            return line.execute(args);
        } catch (OutOfMemoryError e) {
            return Failures.outOfMemory(e, line);
        }
    }

    /** Runs when the process is asked to end: training first comes to its end, with all it says. */
    private static void endWell(TrainCommand train, CountDownLatch ended) {
        if (!train.stop()) {
            return;
        }
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The command line with its error handling, for {@link #main} and tests. */
    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Main());
        ConfigOptions.addTo(line.getSubcommands().get("train").getCommandSpec());
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
                "A command is missing: train, presets, report, generate, info, devices, bench, tune or dataset");
    }
}
