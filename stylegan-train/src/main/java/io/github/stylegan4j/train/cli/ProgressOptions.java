package io.github.stylegan4j.train.cli;

import io.github.stylegan4j.train.TrainerBuilder;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.Locale;
import picocli.CommandLine.Option;

/** How progress is shown. */
final class ProgressOptions {
    /** Set by the launcher to the width of the terminal that standard error is; else not at all. */
    static final String COLUMNS = "stylegan4j.terminal.columns";

    private static final int MIN_COLUMNS = 40;
    private static final int DEFAULT_COLUMNS = 100;

    @Option(
            names = "--progress",
            paramLabel = "HOW",
            defaultValue = "auto",
            description =
                    "bar (with a line per tick above it), lines (a line per tick), or auto (default):"
                            + " a bar if standard error is a terminal.")
    private How how;

    /** What is shown. */
    private enum How {
        AUTO,
        BAR,
        LINES
    }

    /** What is shown while a run is under way, to be closed after. */
    static final class Shown implements AutoCloseable {
        private final PrintStream err = System.err;
        private final ProgressDisplay display;

        private Shown(TrainerBuilder builder, int columns) {
            if (columns == 0) {
                display = null;
                return;
            }
            Charset charset = Charset.defaultCharset();
            TerminalErr terminal = new TerminalErr(err, charset);
            display = new ProgressDisplay(terminal, columns, unicode(charset));
            builder.listener(display);
            System.setErr(terminal.stream());
        }

        @Override
        public void close() {
            if (display != null) {
                display.close();
                System.setErr(err);
            }
        }
    }

    private static boolean unicode(Charset charset) {
        return charset.name().toUpperCase(Locale.ROOT).startsWith("UTF");
    }

    /** Begins to show the run that is built. */
    Shown show(TrainerBuilder builder) {
        Integer columns = Integer.getInteger(COLUMNS);
        return switch (how) {
            case LINES -> new Shown(builder, 0);
            case BAR -> new Shown(builder, width(columns));
            case AUTO -> new Shown(builder, columns == null ? 0 : width(columns));
        };
    }

    private static int width(Integer columns) {
        return columns == null || columns <= 0 ? DEFAULT_COLUMNS : Math.max(MIN_COLUMNS, columns);
    }
}
