package io.github.stylegan4j.train.report;

import io.github.stylegan4j.io.AtomicFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes one HTML page of a run's folder: curves, grids over time, timings, memory, warnings,
 * configuration and origin. The page holds all it needs, and asks no network for anything.
 *
 * <p>The run may be under way, unfinished or damaged: what cannot be read is said on the page.
 */
public final class RunReport {
    private static final Logger LOG = LoggerFactory.getLogger(RunReport.class);
    private static final int GRIDS = 12;
    private static final int SMALL = 480;
    private static final int LARGE = 1200;

    private final RunRecord run;
    private final List<String> notices;
    private final Html page = new Html();

    private RunReport(RunRecord run) {
        this.run = run;
        this.notices = new ArrayList<>(run.notices());
    }

    /**
     * Writes the page.
     *
     * @param runDir folder of a run
     * @param target the file, created or replaced
     * @throws IOException if the folder holds no run, or the file cannot be written
     */
    public static void write(Path runDir, Path target) throws IOException {
        AtomicFiles.writeString(target, html(runDir));
    }

    /**
     * The page.
     *
     * @param runDir folder of a run
     * @throws IOException if the folder does not exist or holds no run
     */
    public static String html(Path runDir) throws IOException {
        return new RunReport(RunRecordReader.read(runDir)).build();
    }

    private String build() {
        String pictures = pictures();
        String charts = charts();
        Path name = run.folder().toAbsolutePath().normalize().getFileName();
        page.raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">");
        page.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        page.element("title", "Training run " + name);
        page.raw("<style>\n" + style() + "</style>\n</head>\n<body>");
        page.raw("<header>").element("h1", "Training run " + name);
        page.element("p class=\"state " + stateClass() + "\"", state());
        summary();
        page.raw("</header>\n<main>");
        notices();
        warnings();
        page.raw(charts).raw(pictures);
        timings();
        settings();
        page.raw("</main>\n</body>\n</html>");
        return page.toString();
    }

    private boolean complete() {
        return run.last() != null && run.last().kimg() >= run.totalKimg();
    }

    private String stateClass() {
        return complete() ? "complete" : "open";
    }

    private String state() {
        Tick last = run.last();
        if (last == null) {
            return "No tick is over yet: there is nothing to draw.";
        }
        String shown =
                Numbers.decimal(last.kimg(), 1)
                        + " of "
                        + Numbers.decimal(run.totalKimg(), 1)
                        + " thousand images";
        if (complete()) {
            return "Complete: " + shown + ".";
        }
        return "Under way or interrupted: "
                + shown
                + ", about "
                + Numbers.duration(last.number("remaining_seconds"))
                + " to go as of "
                + last.values().getOrDefault("time", "its last tick")
                + ".";
    }

    private void summary() {
        Tick last = run.last();
        if (last == null) {
            return;
        }
        page.raw("<dl class=\"summary\">");
        fact("Resolution", last.size());
        fact("Training time", Numbers.duration(last.number("elapsed_seconds")));
        fact("Speed", Numbers.decimal(last.number("seconds_per_kimg"), 2) + " s/kimg");
        fact("Score gap", Numbers.decimal(last.number("score_gap"), 2));
        fact("Diversity", Numbers.percent(last.number("diversity")));
        fact("Device memory", Numbers.bytes(last.number("peak_live_bytes")) + " at most");
        fact("Skipped steps", Numbers.decimal(last.number("skipped_steps"), 0));
        page.raw("</dl>");
    }

    private void fact(String name, String value) {
        page.raw("<div>").element("dt", name).element("dd", value).raw("</div>");
    }

    private void notices() {
        if (notices.isEmpty()) {
            return;
        }
        page.raw("<section class=\"notice\" aria-label=\"Notices\">");
        page.element("h2", "This record is incomplete").raw("<ul>");
        notices.forEach(n -> page.element("li", n));
        page.raw("</ul></section>");
    }

    private void warnings() {
        Tick last = run.last();
        List<List<String>> all = Tables.warnings(run.ticks());
        if (last == null) {
            return;
        }
        List<String> now = last.symptoms();
        page.raw("<section class=\"" + (now.isEmpty() ? "healthy" : "trouble") + "\">");
        page.element("h2", "Warnings");
        page.element(
                "p",
                now.isEmpty()
                        ? "Nothing goes wrong as of the last tick."
                        : "As of the last tick: " + String.join(", ", now) + ".");
        if (!all.isEmpty()) {
            page.table("Warnings and when they came up", List.of("when", "what"), all);
        }
        page.raw("</section>");
    }

    /** Fonts come from the system: where there are none, all but the curves is still shown. */
    private String charts() {
        Html section = new Html();
        try {
            List<String> figures = Charts.of(run.ticks());
            if (!figures.isEmpty()) {
                section.raw("<section>").element("h2", "Curves");
                section.element(
                        "p", "Over thousands of images shown. Dashed: a new resolution begins.");
                section.raw("<div class=\"charts\">");
                figures.forEach(section::raw);
                section.raw("</div></section>");
            }
            return section.toString();
        } catch (InternalError | LinkageError e) {
            return withoutCurves(e);
        } catch (Error e) {
            // Some runtimes say in an Error of no kind that they find no fonts.
            if (e.getClass() != Error.class) {
                throw e;
            }
            return withoutCurves(e);
        }
    }

    private String withoutCurves(Error e) {
        LOG.warn("No curves can be drawn: this Java runtime finds no fonts", e);
        notices.add(
                "No curves: this Java runtime finds no fonts. Install fontconfig and a font,"
                        + " such as the packages fontconfig and fonts-dejavu-core, and make the"
                        + " report again.");
        return "";
    }

    private String pictures() {
        Html section = new Html();
        List<RunRecord.Grid> shown = spread(run.grids());
        if (shown.isEmpty()) {
            return "";
        }
        section.raw("<section>").element("h2", "Grids");
        RunRecord.Grid newest = shown.get(shown.size() - 1);
        section.raw("<div class=\"large\">");
        figure(section, newest.file(), LARGE, "Generated images after " + newest.kimg() + " kimg");
        if (run.reals() != null) {
            figure(section, run.reals(), LARGE, "Real images");
        }
        section.raw("</div>").element("h3", "Over time").raw("<div class=\"grids\">");
        for (RunRecord.Grid grid : shown) {
            figure(section, grid.file(), SMALL, "After " + grid.kimg() + " kimg");
        }
        return section.raw("</div></section>").toString();
    }

    /** A dozen of them, evenly, the first and the last among them. */
    private static List<RunRecord.Grid> spread(List<RunRecord.Grid> grids) {
        if (grids.size() <= GRIDS) {
            return grids;
        }
        List<RunRecord.Grid> some = new ArrayList<>();
        for (int i = 0; i < GRIDS; i++) {
            some.add(grids.get((int) ((long) i * (grids.size() - 1) / (GRIDS - 1))));
        }
        return some;
    }

    private void figure(Html section, Path file, int width, String caption) {
        try {
            String data = PictureData.of(file, width);
            section.raw(
                    "<figure><img alt=\""
                            + Html.escaped(caption)
                            + "\" src=\""
                            + data
                            + "\"><figcaption>"
                            + Html.escaped(caption)
                            + "</figcaption></figure>");
        } catch (IOException | RuntimeException e) {
            notices.add(file.getFileName() + " cannot be shown: " + e.getMessage() + ".");
        }
    }

    private void timings() {
        if (run.ticks().isEmpty()) {
            return;
        }
        page.raw("<section>").element("h2", "Timings").raw("<div class=\"tables\">");
        page.table(
                "By resolution",
                List.of("resolution", "kimg", "time", "s/kimg", "images/s", "maintenance"),
                Tables.resolutions(run.ticks()));
        List<List<String>> phases = Tables.phases(run.ticks());
        if (!phases.isEmpty()) {
            page.table("By phase", List.of("phase", "time", "share"), phases);
        }
        page.raw("</div></section>");
    }

    private void settings() {
        page.raw("<section>");
        if (!run.starts().isEmpty()) {
            page.element("h2", "Origin");
            List<Map<String, Object>> starts = run.starts();
            for (int i = 0; i < starts.size(); i++) {
                page.raw("<details" + (i == starts.size() - 1 ? " open=\"\"" : "") + ">");
                page.element("summary", (i == 0 ? "Start" : "Resume " + i));
                page.table("Made by, with and from", List.of(), Tables.origin(starts.get(i)));
                page.raw("</details>");
            }
        }
        if (!run.config().isEmpty()) {
            page.element("h2", "Configuration").raw("<details><summary>All fields</summary>");
            page.table("Configuration", List.of("field", "value"), Tables.fields(run.config()));
            page.raw("</details>");
        }
        page.raw("</section>");
    }

    private static String style() {
        try (InputStream in = RunReport.class.getResourceAsStream("report.css")) {
            if (in == null) {
                throw new IllegalStateException("The resource report.css is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The resource report.css cannot be read", e);
        }
    }
}
