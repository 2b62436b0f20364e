package io.github.stylegan4j.train.cli;

import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Options every command has. */
final class CommonOptions {
    private static final String STACKTRACE = "--stacktrace";

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    private boolean help;

    @Option(
            names = STACKTRACE,
            description = "On failure, print where it happened; for bug reports.")
    private boolean stacktrace;

    static boolean stacktraceWanted(CommandLine line) {
        CommandLine.Model.OptionSpec option = line.getCommandSpec().findOption(STACKTRACE);
        return option != null && Boolean.TRUE.equals(option.getValue());
    }
}
