package io.github.stylegan4j.train.cli;

import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** How the command line ends when it cannot do what was asked: one message, no stack trace. */
final class Failures {
    /** Options of which a smaller value needs less memory. */
    private static final List<String> SMALLER =
            List.of("--resolution", "--resolutions", "--size", "--fmap-base", "--minibatch");

    private Failures() {}

    /** Wrong options: the message, where help is, exit code 2. */
    static int wrongUsage(ParameterException e, String[] args) {
        CommandLine line = e.getCommandLine();
        PrintWriter err = line.getErr();
        err.println("stylegan: " + e.getMessage());
        err.println("Try '" + line.getCommandSpec().qualifiedName(" ") + " --help'.");
        err.flush();
        return CommandLine.ExitCode.USAGE;
    }

    /** Anything else that went wrong: the message, exit code 1 (2 for a wrong argument). */
    static int failed(Exception e, CommandLine line, ParseResult result) {
        PrintWriter err = line.getErr();
        err.println("stylegan: " + message(e));
        if (CommonOptions.stacktraceWanted(line)) {
            e.printStackTrace(err);
        }
        err.flush();
        return e instanceof IllegalArgumentException
                ? CommandLine.ExitCode.USAGE
                : CommandLine.ExitCode.SOFTWARE;
    }

    /** The Java heap is too small for what was asked: what would help, exit code 1. */
    static int outOfMemory(OutOfMemoryError e, CommandLine line) {
        PrintWriter err = line.getErr();
        err.printf(
                "stylegan: out of memory (%d MiB allowed, %s): allow more with"
                        + " STYLEGAN_JAVA_OPTS=-Xmx8g%s%n",
                Runtime.getRuntime().maxMemory() / (1 << 20), e.getMessage(), smaller(line));
        err.flush();
        return CommandLine.ExitCode.SOFTWARE;
    }

    /** Which options of the command that ran need less memory; empty if it has none. */
    private static String smaller(CommandLine line) {
        ParseResult command = line.getParseResult();
        while (command != null && command.hasSubcommand()) {
            command = command.subcommand();
        }
        if (command == null) {
            return "";
        }
        CommandSpec spec = command.commandSpec();
        List<String> smaller = SMALLER.stream().filter(o -> spec.findOption(o) != null).toList();
        String text =
                smaller.isEmpty() ? "" : ", or choose a smaller " + String.join(" or ", smaller);
        return spec.findOption("--micro-batch") == null
                ? text
                : text + "; training needs less with --micro-batch auto or --recompute as well";
    }

    /** The sentence to show; the class name only where the message alone says nothing. */
    static String message(Throwable e) {
        if (e instanceof NoSuchFileException f) {
            return "File or folder not found: " + f.getFile();
        }
        if (e instanceof AccessDeniedException f) {
            return "No permission to access " + f.getFile();
        }
        if (e instanceof FileSystemException f && f.getReason() != null) {
            return f.getFile() + ": " + f.getReason();
        }
        String text = e.getMessage();
        if (text == null || text.isBlank() || isDefect(e)) {
            return "Unexpected error " + e + "; run again with --stacktrace and report it";
        }
        return text;
    }

    /** Whether the message is one of the virtual machine's, which says nothing to a user. */
    private static boolean isDefect(Throwable e) {
        return e instanceof NullPointerException
                || e instanceof IndexOutOfBoundsException
                || e instanceof NegativeArraySizeException
                || e instanceof ArithmeticException
                || e instanceof ClassCastException;
    }
}
