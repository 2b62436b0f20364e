package io.github.stylegan4j.train.cli;

import io.github.stylegan4j.profile.Profiler;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where the time goes: options of commands that compute, and the tables they print at the end. */
@Command
final class ProfileOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--profile",
            description =
                    "At the end, print to standard error how long each phase and each kind of"
                            + " operation took.")
    private boolean wanted;

    @Option(
            names = "--profile-trace",
            paramLabel = "FILE",
            description =
                    "Also write every single one to this file as a Chrome trace, for"
                            + " chrome://tracing or ui.perfetto.dev.")
    private Path trace;

    /** A profiler as wanted, or another if none is. */
    Profiler open(Profiler otherwise) {
        if (trace != null) {
            requireFolder();
            return Profiler.tracing();
        }
        return wanted ? Profiler.on() : otherwise;
    }

    /** Before anything is computed, rather than after hours of it. */
    private void requireFolder() {
        Path folder = trace.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(trace)) {
            throw new ParameterException(
                    command.commandLine(),
                    "--profile-trace is " + trace + "; allowed is a file in a folder that exists");
        }
    }

    /** Prints and writes what was measured; the device must have been waited for. */
    void report(Profiler profiler) throws IOException {
        if (!profiler.measuresOperations()) {
            return;
        }
        PrintWriter err = command.commandLine().getErr();
        err.println();
        err.print(profiler.profile().text());
        err.flush();
        if (trace != null) {
            profiler.writeTrace(trace);
        }
    }
}
