package io.github.stylegan4j.train.cli;

import io.github.stylegan4j.train.report.RunReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a page about a run. */
@Command(
        name = "report",
        description =
                "Write one HTML page about a training run: curves, grids over time, timings, memory,"
                        + " warnings, configuration and origin. The run may be under way or"
                        + " damaged. Prints the file's path.",
        sortOptions = false)
final class ReportCommand implements Callable<Integer> {
    @Mixin private CommonOptions common;
    @Mixin private Output output;

    @Parameters(paramLabel = "RUN_DIR", description = "Folder of a run.")
    private Path runDir;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "The page; report.html in the run's folder unless given.")
    private Path out;

    @Override
    public Integer call() throws IOException {
        Path target = out == null ? runDir.resolve("report.html") : out;
        RunReport.write(runDir, target);
        output.line("%s", target);
        return 0;
    }
}
