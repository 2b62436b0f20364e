package io.github.stylegan4j.train.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.stylegan4j.train.cli.CommandLineTest.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetCommandTest {
    @TempDir private Path folder;

    @Test
    void aDataSetSurvivesEveryForm() throws IOException {
        String records = folder.resolve("records").toString();
        String zip = folder.resolve("images.zip").toString();
        String files = folder.resolve("files").toString();
        assertEquals(
                "7 images of 16x16 in " + records,
                done("import", "synthetic:7", records, "--resolution", "16"));
        done("import", records, zip);
        done("export", zip, files);
        assertEquals("7 compared, equal", done("compare", records, files));
        assertEquals("7 compared, equal", done("compare", zip, files));
        assertEquals("21 checked, 0 bad", done("validate", records));
        assertEquals("7 checked, 0 bad", done("validate", zip));
        assertEquals("7 checked, 0 bad", done("validate", files));
        JsonNode json = new ObjectMapper().readTree(done("inspect", records, "--json"));
        assertEquals("tfrecord", json.get("kind").asText());
        assertEquals(7, json.get("images").asInt());
        assertEquals(16, json.get("height").asInt());
        assertEquals("classes", json.get("labels").asText());
        assertTrue(done("inspect", zip).contains("kind            zip"));
        Outcome again = run("import", "synthetic:7", records);
        assertEquals(1, again.code());
        assertTrue(again.err().contains("exists already"), again.err());
    }

    /** Decoding a data set takes long; what cannot be written is known before. */
    @Test
    void theTargetIsLookedAtFirst() {
        Path none = folder.resolve("none");
        for (String command : List.of("import", "export")) {
            Outcome o = run(command, none.toString(), folder.toString());
            assertEquals(1, o.code());
            assertTrue(o.err().contains(folder + " exists already"), o.err());
        }
    }

    @Test
    void differencesAndTheirPlacesAreReported() throws IOException {
        String a = folder.resolve("a").toString();
        String b = folder.resolve("b").toString();
        done("import", "synthetic:5", a, "--resolution", "8");
        done("import", "synthetic:5", b, "--resolution", "8", "--shuffle");
        Outcome o = run("compare", a, b);
        assertEquals(1, o.code());
        assertTrue(o.out().contains("images, record "), o.out());
        assertTrue(o.out().endsWith("5 compared, different" + System.lineSeparator()), o.out());
    }

    @Test
    void everyBadRecordIsListedInOnePass() throws IOException {
        Path records = folder.resolve("x");
        done("import", "synthetic:9", records.toString(), "--resolution", "8");
        Path file = records.resolve("x-r03.tfrecords");
        byte[] bytes = Files.readAllBytes(file);
        int stride = bytes.length / 9;
        bytes[2 * stride + 60] ^= 1;
        bytes[7 * stride + 60] ^= 1;
        Files.write(file, bytes);
        Files.write(records.resolve("x-rxx.labels"), new byte[4]);
        Outcome o = run("validate", records.toString());
        assertEquals(1, o.code());
        String[] lines = o.out().split(System.lineSeparator(), -1);
        assertEquals(5, lines.length, o.out());
        assertTrue(lines[0].startsWith(file + ": record 2: its checksum"), lines[0]);
        assertTrue(lines[1].startsWith(file + ": record 7: its checksum"), lines[1]);
        assertTrue(lines[2].contains("x-rxx.labels: it is no npy file of labels"), lines[2]);
        assertEquals("18 checked, 3 bad", lines[3]);
    }

    @Test
    void everyBadFileIsListedInOnePass() throws IOException {
        Path files = folder.resolve("files");
        done("export", "synthetic:4", files.toString(), "--resolution", "8");
        Files.write(files.resolve("00000/img00000001.png"), new byte[0]);
        Files.delete(files.resolve("00000/img00000002.png"));
        Files.writeString(files.resolve("00000/img00000003.png"), "<html>");
        Outcome o = run("validate", files.toString(), "--json");
        assertEquals(1, o.code());
        JsonNode bad = new ObjectMapper().readTree(o.out()).get("bad");
        assertEquals(3, bad.size(), o.out());
        assertEquals("the file is empty (0 bytes)", bad.get(0).get("reason").asText());
        assertTrue(bad.get(1).get("reason").asText().contains("no PNG"));
        assertEquals("00000/img00000002.png", bad.get(2).get("name").asText());
    }

    @Test
    void wrongUseIsExplained() {
        Outcome o = run();
        assertEquals(2, o.code());
        assertTrue(o.err().contains("A command is missing: inspect"), o.err());
        o = run("inspect", folder.resolve("nowhere").toString());
        assertEquals(1, o.code());
        assertTrue(o.err().contains("nowhere does not exist"), o.err());
        o = run("inspect", folder.toString(), "--data-format", "hdf5");
        assertEquals(2, o.code());
        assertTrue(o.err().contains("data format is 'hdf5'; allowed is one of auto"), o.err());
    }

    @Test
    void trainingTakesWhatWasImported() throws IOException {
        Path records = folder.resolve("x");
        done("import", "synthetic:20", records.toString(), "--resolution", "8");
        Path run = folder.resolve("run");
        Outcome o = CommandLineTest.train(run, "--data", records.toString(), "--labels", "all");
        assertEquals(0, o.code(), o.err());
        o =
                CommandLineTest.train(
                        folder.resolve("other"),
                        "--data",
                        records.resolve("x-r02.tfrecords").toString(),
                        "--resolution",
                        "32");
        assertEquals(1, o.code());
        assertTrue(o.err().contains("it has no images of 32 lines; its largest have 8"), o.err());
    }

    private String done(String... args) {
        Outcome o = run(args);
        assertEquals(0, o.code(), o.err());
        return o.out().strip();
    }

    private static Outcome run(String... args) {
        String[] all = new String[args.length + 1];
        all[0] = "dataset";
        System.arraycopy(args, 0, all, 1, args.length);
        return CommandLineTest.run(all);
    }
}
