package io.github.stylegan4j.train.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What a run shows of itself while it is under way, and after. */
class MonitoringCommandTest {
    @TempDir private Path temp;

    private static String terminalOf(Runnable action) {
        PrintStream before = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            action.run();
        } finally {
            System.setErr(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Tests are quiet; the command line is not. */
    private static void talking(Runnable action) {
        Logger logger = (Logger) LoggerFactory.getLogger("io.github.stylegan4j");
        Level before = logger.getLevel();
        logger.setLevel(Level.INFO);
        try {
            action.run();
        } finally {
            logger.setLevel(before);
        }
    }

    @Test
    void theLogHoldsEveryStartOfTheRun() throws IOException {
        Path run = temp.resolve("run");
        talking(() -> CommandLineTest.train(run));
        String first = Files.readString(run.resolve("log.txt"));
        assertTrue(first.contains("training on "), first);
        assertTrue(first.contains("tick 2 "), first);
        assertTrue(first.contains("complete after 0.064 kimg"), first);
        assertEquals(1, first.split("training on ", -1).length - 1, "everything once: " + first);
        assertEquals(1, first.split("tick 2 ", -1).length - 1, "everything once: " + first);
        assertTrue(first.contains("in memory"), "what others logged: " + first);
        List<String> times =
                first.lines().map(line -> line.substring(0, line.indexOf(' '))).toList();
        times.forEach(OffsetDateTime::parse);
        assertEquals(times.stream().sorted().toList(), times);

        talking(
                () ->
                        CommandLineTest.run(
                                "train", "--resume", run.toString(), "--total-kimg", "0.096"));
        String both = Files.readString(run.resolve("log.txt"));
        assertTrue(both.startsWith(first), "appended");
        assertTrue(both.contains("resumed at 64 images"), both);
        assertTrue(both.contains("tick 3 "), both);
        String origin = Files.readString(run.resolve("provenance.jsonl"));
        assertTrue(origin.contains("\"command\":[\"train\",\"--run-dir\""), origin);
    }

    @Test
    void aBarIsDrawnOnRequestAndTakenAway() {
        PrintStream before = System.err;
        String shown =
                terminalOf(() -> CommandLineTest.train(temp.resolve("bar"), "--progress", "bar"));
        assertTrue(shown.contains("train"), shown);
        assertTrue(shown.endsWith("\r\u001b[2K") || shown.endsWith("\n"), shown);
        assertSame(before, System.err);
        String lines =
                terminalOf(
                        () -> CommandLineTest.train(temp.resolve("lines"), "--progress", "lines"));
        assertFalse(lines.contains("\u001b"), lines);
    }

    @Test
    void otherOutputStaysAboveTheBar() {
        ByteArrayOutputStream screen = new ByteArrayOutputStream();
        TerminalErr terminal =
                new TerminalErr(
                        new PrintStream(screen, true, StandardCharsets.UTF_8),
                        StandardCharsets.UTF_8);
        PrintStream err = terminal.stream();
        terminal.bottomLine("[==  ]");
        err.println("tick 1");
        terminal.bottomLine("[=== ]");
        terminal.bottomLine("");
        err.println("end");
        String clear = "\r\u001b[2K";
        assertEquals(
                "[==  ]" + clear + "tick 1\n[==  ]" + clear + "[=== ]" + clear + "end\n",
                screen.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n"));
    }

    @Test
    void aReportIsMadeOfARun() throws IOException {
        Path run = temp.resolve("run");
        CommandLineTest.train(run);
        CommandLineTest.Outcome made = CommandLineTest.run("report", run.toString());
        assertEquals(0, made.code(), made.err());
        assertEquals(run.resolve("report.html").toString(), made.out().strip());
        String html = Files.readString(run.resolve("report.html"));
        assertTrue(html.contains("Complete: 0.1 of 0.1 thousand images"), html);
        assertTrue(html.contains("<h3>Losses</h3>"));
        assertTrue(html.contains("Generated images after 0.064 kimg"));
        assertFalse(html.contains("This record is incomplete"));

        Path elsewhere = temp.resolve("page.html");
        CommandLineTest.run("report", run.toString(), "--out", elsewhere.toString());
        assertTrue(Files.exists(elsewhere));
        CommandLineTest.run("report", temp.toString())
                .failsWith(1, temp.toString(), "it holds no run");
    }
}
