package io.github.stylegan4j.train.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.stylegan4j.train.cli.CommandLineTest.Outcome;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
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
        assertTrue(new ObjectMapper().readTree(o.out()).get("notes").isEmpty());
        JsonNode bad = new ObjectMapper().readTree(o.out()).get("bad");
        assertEquals(3, bad.size(), o.out());
        assertEquals("the file is empty (0 bytes)", bad.get(0).get("reason").asText());
        assertTrue(bad.get(1).get("reason").asText().contains("no PNG"));
        assertEquals("00000/img00000002.png", bad.get(2).get("name").asText());
    }

    /** Sizes are the largest that no image has to be enlarged for. */
    @Test
    void proportionsDecideTheSize() throws IOException {
        Path wide = folder.resolve("wide");
        Files.createDirectories(wide);
        picture(wide.resolve("a.png"), 48, 64, BufferedImage.TYPE_INT_RGB);
        String files = folder.resolve("files").toString();
        String records = folder.resolve("records").toString();
        String grid = "--base-grid=3x4";
        assertEquals("1 images of 48x64 in " + files, done("export", wide.toString(), files, grid));
        done("import", wide.toString(), records, grid);
        assertTrue(done("inspect", files, grid).contains("labels          none"), "no class 00000");
        assertEquals("1 compared, equal", done("compare", records, files, grid));
        String other = done("inspect", wide.toString(), "--base-grid=9x16");
        assertTrue(other.contains("height          36"), other);
        Outcome o = run("inspect", records);
        assertEquals(1, o.code());
        assertTrue(o.err().contains("its largest have 48 of 64 pixels"), o.err());
        assertTrue(o.err().contains("--base-grid"), o.err());
    }

    @Test
    void opacityIsKeptUnlessItIsNotWanted() throws IOException {
        Path files = folder.resolve("clear");
        Files.createDirectories(files);
        picture(files.resolve("a.png"), 8, 8, BufferedImage.TYPE_INT_ARGB);
        String data = files.toString();
        String records = folder.resolve("records").toString();
        String zip = folder.resolve("x.zip").toString();
        Outcome o = run("import", data, records);
        assertEquals(0, o.code(), o.err());
        done("export", records, folder.resolve("files").toString());
        done("import", folder.resolve("files").toString(), zip);
        assertEquals("1 compared, equal", done("compare", records, zip));
        assertEquals("1 compared, equal", done("compare", data, zip));
        for (String each : List.of(data, records, zip)) {
            JsonNode json = new ObjectMapper().readTree(done("inspect", each, "--json"));
            assertEquals(4, json.get("storedChannels").asInt(), each);
            assertEquals(4, json.get("channels").asInt(), each);
        }
        JsonNode laid =
                new ObjectMapper().readTree(done("inspect", data, "--json", "--channels=3"));
        assertEquals(3, laid.get("channels").asInt());
    }

    /** Folders are classes with names, which archives and exported folders go on with. */
    @Test
    void classesKeepTheirNames() throws IOException {
        Path named = folder.resolve("named");
        for (String name : List.of("cat", "dog", "owl \"x\"")) {
            Files.createDirectories(named.resolve(name));
            picture(named.resolve(name).resolve("a.png"), 8, 8, BufferedImage.TYPE_INT_RGB);
        }
        String zip = folder.resolve("x.zip").toString();
        String files = folder.resolve("files").toString();
        done("import", named.toString(), zip);
        done("export", zip, files);
        for (String each : List.of(named.toString(), zip, files)) {
            JsonNode json = new ObjectMapper().readTree(done("inspect", each, "--json"));
            assertEquals(
                    "{\"cat\":1,\"dog\":1,\"owl \\\"x\\\"\":1}",
                    json.get("imagesPerClass").toString(),
                    each);
        }
        Path json = Path.of(files).resolve("dataset.json");
        String text = Files.readString(json);
        for (String other : List.of("\"classes\":3", "\"classes\":[1,{}]", "\"other\":[]")) {
            Files.writeString(json, text.replaceAll("\"classes\":\\[.*\\]", other));
            JsonNode found = new ObjectMapper().readTree(done("inspect", files, "--json"));
            assertEquals(
                    "{\"0\":1,\"1\":1,\"2\":1}", found.get("imagesPerClass").toString(), other);
        }
    }

    /** Every pixel is another one, and none is quite transparent. */
    private static void picture(Path file, int height, int width, int type) throws IOException {
        BufferedImage picture = new BufferedImage(width, height, type);
        for (int i = 0; i < height * width; i++) {
            picture.setRGB(i % width, i / width, (1 + i % 255) << 24 | 77_777 * i & 0xFFFFFF);
        }
        ImageIO.write(picture, "png", file.toFile());
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
