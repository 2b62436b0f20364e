package io.github.stylegan4j.train.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.train.image.PngFiles;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunReportTest {
    @TempDir private Path folder;

    @BeforeEach
    void record() throws IOException {
        Files.writeString(
                folder.resolve("config.json"),
                """
                {"totalKimg": 4.0, "resolution": 32, "data": "<b>faces & co</b>"}
                """);
        Files.writeString(
                folder.resolve("provenance.jsonl"),
                """
                {"time": "2026-01-02T03:04:05Z", "command": ["train", "--x"], "java": {"version": "17"}}
                """);
        StringBuilder stats = new StringBuilder();
        for (int tick = 1; tick <= 4; tick++) {
            stats.append(tick(tick, 0.5 + tick)).append('\n');
        }
        Files.writeString(folder.resolve("stats.jsonl"), stats);
        for (String name : List.of("reals.png", "fakes000000.png", "fakes000004.png")) {
            PngFiles.write(
                    folder.resolve(name), new BufferedImage(64, 32, BufferedImage.TYPE_3BYTE_BGR));
        }
    }

    private static String tick(int tick, double loss) {
        return String.format(
                Locale.ROOT,
                "{\"tick\":%d,\"images\":%d,\"resolution\":%d,\"lod\":0.5,\"tick_images\":1000,"
                        + "\"tick_seconds\":20,\"seconds_per_kimg\":20,\"elapsed_seconds\":%d,"
                        + "\"remaining_seconds\":30,\"loss_d\":%s,\"loss_g\":1,\"scores_real\":0.5,"
                        + "\"scores_fake\":-0.5,\"score_gap\":1,\"diversity\":0.8,"
                        + "\"r1_penalty\":0.01,\"phase_seconds\":{\"discriminator\":10,"
                        + "\"discriminator/data\":1,\"discriminator/loss\":5,"
                        + "\"discriminator/loss/r1\":3,\"discriminator/optimizer\":2,"
                        + "\"generator\":8,\"average\":0.5,\"pictures\":1.5}}",
                tick,
                1000 * tick,
                tick < 3 ? 16 : 32,
                20 * tick,
                loss);
    }

    private String html() throws IOException {
        return RunReport.html(folder);
    }

    @Test
    void aCompleteRunIsShownInFull() throws IOException {
        String html = html();
        assertTrue(html.contains("Complete: 4.0 of 4.0 thousand images"), html);
        assertFalse(html.contains("This record is incomplete"));
        assertTrue(html.contains("Nothing goes wrong as of the last tick"));
        for (String title : List.of("Losses", "Scores", "Score gap", "Diversity of the grid")) {
            assertTrue(html.contains("<h3>" + title + "</h3>"), title);
        }
        assertTrue(html.contains("&lt;b&gt;faces &amp; co&lt;/b&gt;"), "escaped");
        assertTrue(html.contains("<td>train --x</td>"), "the command");
        assertTrue(html.contains("<tr><th scope=\"row\">gradient penalty</th><td>12 s</td>"));
        assertTrue(html.contains("<tr><th scope=\"row\">discriminator</th><td>16 s</td>"));
        assertTrue(html.contains("<th scope=\"row\">16x16</th><td>2.0</td><td>40 s</td>"));
    }

    @Test
    void thePageAsksNoNetworkAndIsWellFormed() throws Exception {
        String html = html();
        Matcher address = Pattern.compile("(src|href)=\"([^\"]*)\"").matcher(html);
        while (address.find()) {
            assertTrue(address.group(2).matches("(data:image/|#).*"), address.group());
        }
        assertFalse(html.contains("<script"));
        assertFalse(html.contains("url(http"));
        Set<String> ids = new HashSet<>();
        Matcher id = Pattern.compile("\\bid=\"([^\"]*)\"").matcher(html);
        while (id.find()) {
            assertTrue(ids.add(id.group(1)), "twice: " + id.group(1));
        }
        String xml =
                html.replace("<!DOCTYPE html>", "").replaceAll("<(meta|img)([^>]*)>", "<$1$2/>");
        DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void linesCutShortAreLeftOutAndSaidSo() throws IOException {
        Path stats = folder.resolve("stats.jsonl");
        byte[] all = Files.readAllBytes(stats);
        byte[] cut = java.util.Arrays.copyOf(all, all.length - 40);
        Files.write(stats, cut);
        String html = html();
        assertTrue(html.contains("stats.jsonl: line 4 is cut short or damaged"), html);
        assertTrue(html.contains("Under way or interrupted: 3.0 of 4.0 thousand images"));
        assertTrue(html.contains("<h3>Losses</h3>"));
    }

    @Test
    void whateverIsDamagedTheRestIsShown() throws IOException {
        Files.writeString(folder.resolve("config.json"), "{\"totalKimg\": 4.0, ");
        Files.write(folder.resolve("fakes000004.png"), new byte[] {1, 2, 3});
        Files.write(folder.resolve("provenance.jsonl"), new byte[] {(byte) 0xFF, 0, '\n', '['});
        Files.delete(folder.resolve("reals.png"));
        String html = html();
        assertTrue(html.contains("config.json cannot be read"));
        assertTrue(html.contains("fakes000004.png cannot be shown"));
        assertTrue(html.contains("provenance.jsonl: 2 lines, the first of them number 1"), html);
        assertTrue(
                html.contains("3.0 of \u2013") || html.contains("4.0 of \u2013"), "length unknown");
        Files.delete(folder.resolve("stats.jsonl"));
        assertTrue(html().contains("No tick is over yet"));
    }

    @Test
    void ticksSeenTwiceCountOnce() throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(folder.resolve("stats.jsonl")));
        lines.add(tick(2, 9));
        Files.write(folder.resolve("stats.jsonl"), lines);
        RunRecord run = RunRecordReader.read(folder);
        assertEquals(4, run.ticks().size());
        assertEquals(9, run.ticks().get(1).number("loss_d"));
    }

    @Test
    void warningsAreShownInWords() throws IOException {
        String trouble =
                tick(5, 1)
                        .replace(
                                "}}",
                                "}, \"symptoms\": [\"low_diversity\"], \"warnings\":"
                                        + " [{\"symptom\": \"low_diversity\", \"over\": false, \"text\": \"All"
                                        + " alike.\"}]}");
        Files.writeString(
                folder.resolve("stats.jsonl"),
                Files.readString(folder.resolve("stats.jsonl")) + trouble + "\n");
        String html = html();
        assertTrue(html.contains("As of the last tick: low diversity."), html);
        assertTrue(html.contains("<th scope=\"row\">5.0 kimg</th><td>All alike.</td>"));
    }

    @Test
    void manyPicturesStaySmall() throws IOException {
        BufferedImage large = new BufferedImage(960, 540, BufferedImage.TYPE_3BYTE_BGR);
        for (int i = 0; i < 960 * 540; i++) {
            large.setRGB(i % 960, i / 960, (i * 2654435761L >>> 7 & 0x3F3F3F) > 0 ? i : 0);
        }
        for (int i = 5; i < 35; i++) {
            PngFiles.write(folder.resolve(String.format(Locale.ROOT, "fakes%06d.png", i)), large);
        }
        String html = html();
        assertTrue(html.length() < 4_000_000, html.length() + " characters");
        assertEquals(12 + 2, html.split("<img ", -1).length - 1);
    }

    @Test
    void foldersWithoutARunAreRefused() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        FileSystemException e =
                assertThrows(FileSystemException.class, () -> RunReport.html(empty));
        assertTrue(e.getMessage().contains("it holds no run"), e.getMessage());
        e =
                assertThrows(
                        FileSystemException.class, () -> RunReport.html(folder.resolve("nowhere")));
        assertTrue(e.getMessage().contains("no such folder"), e.getMessage());
    }
}
