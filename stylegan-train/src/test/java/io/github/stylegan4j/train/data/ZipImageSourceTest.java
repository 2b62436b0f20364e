package io.github.stylegan4j.train.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZipImageSourceTest {
    private static final ImageOptions PLAIN = ImageOptions.of(8).withCacheBytes(0);
    private static final ImageOptions LABELLED = PLAIN.withMaxLabelSize(ImageOptions.ALL_LABELS);

    private final RandomGenerator random = Seeds.random("ZipImageSourceTest");
    private final Map<String, byte[]> files = new LinkedHashMap<>();

    @TempDir private Path folder;

    @Test
    void readsWhatAFolderOfTheSameFilesWouldGive() throws IOException {
        for (String name : List.of("b/2.png", "a/1.png", "b/1.png", "a.png")) {
            files.put(name, picture());
        }
        files.put("readme.txt", text("no image"));
        files.put("__MACOSX/._a.png", text("rubbish"));
        for (Map.Entry<String, byte[]> e : files.entrySet()) {
            Path file = folder.resolve("plain").resolve(e.getKey());
            Files.createDirectories(file.getParent());
            Files.write(file, e.getValue());
        }
        try (ZipImageSource zip = ZipImageSource.open(zip(), PLAIN);
                ImageFolderSource plain = ImageFolderSource.open(folder.resolve("plain"), PLAIN)) {
            assertEquals(4, zip.count());
            assertEquals(plain.fingerprint(), zip.fingerprint());
            for (int i = 0; i < 4; i++) {
                assertEquals(plain.imageName(i), zip.imageName(i));
                assertArrayEquals(plain.image(i), zip.image(i));
            }
        }
    }

    @Test
    void foldersAreClasses() throws IOException {
        for (String name : List.of("cat/1.png", "dog/x/2.png", "ant/3.png", "dog/1.png")) {
            files.put(name, picture());
        }
        try (ZipImageSource source = ZipImageSource.open(zip(), LABELLED)) {
            assertEquals(List.of("ant", "cat", "dog"), source.classNames());
            assertArrayEquals(new float[] {1, 0, 0}, source.label(0));
            assertArrayEquals(new float[] {0, 1, 0}, source.label(1));
            assertArrayEquals(new float[] {0, 0, 1}, source.label(2));
            assertArrayEquals(new float[] {0, 0, 1}, source.label(3));
        }
        files.put("bird.png", picture());
        refused(LABELLED, "bird.png lies in none of them");
    }

    @Test
    void datasetJsonGivesLabels() throws IOException {
        files.put("00000/a.png", picture());
        files.put("00000/b.png", picture());
        labels("[[\"00000/b.png\", 2], [\"00000/a.png\", 0]]");
        labelsAre(new float[] {1, 0, 0}, new float[] {0, 0, 1});
        // The classes are those of all entries, whichever images can be decoded.
        labels("[[\"00000/b.png\", 2], [\"00000/a.png\", 0], [\"00000/c.png\", 3]]");
        labelsAre(new float[] {1, 0, 0, 0}, new float[] {0, 0, 1, 0});
        labels("[[\"00000/b.png\", [0.5, -2]], [\"00000/a.png\", [1, 1]]]");
        labelsAre(new float[] {1, 1}, new float[] {0.5f, -2});
        labels("null");
        refused(LABELLED, "has no labels");
        labels("[[\"00000/b.png\", 2]]");
        refused(LABELLED, "dataset.json: it has no label for 00000/a.png");
        labels("[[\"00000/b.png\", 2], [\"00000/a.png\", [1]]]");
        refused(LABELLED, "some labels are classes and some are vectors");
        labels("[[\"00000/b.png\", [1, 2]], [\"00000/a.png\", [1]]]");
        refused(LABELLED, "labels have 2 and 1 components");
        labels("[[\"00000/b.png\", -1], [\"00000/a.png\", 1]]");
        refused(LABELLED, "the label \"-1\" is not allowed");
        labels("[[\"00000/b.png\", 1");
        refused(LABELLED, "dataset.json: it is no JSON text");
        labels("3}, ");
        refused(LABELLED, "dataset.json: expected is an array");
        ZipImageSource.open(zip(), PLAIN).close();
    }

    private void labels(String json) {
        files.put("dataset.json", text("{\"version\": [1], \"labels\": " + json + "}"));
    }

    private void labelsAre(float[] first, float[] second) throws IOException {
        try (ZipImageSource source = ZipImageSource.open(zip(), LABELLED)) {
            assertArrayEquals(first, source.label(0));
            assertArrayEquals(second, source.label(1));
        }
    }

    @Test
    void damageIsNamed() throws IOException {
        files.put("a.png", picture());
        files.put("b.png", picture());
        Path zip = zip();
        byte[] good = Files.readAllBytes(zip);
        byte[] bad = good.clone();
        bad[60] ^= 4;
        try (ZipImageSource source = ZipImageSource.open(zip, PLAIN)) {
            Files.write(zip, bad);
            DataException e = assertThrows(DataException.class, () -> source.image(0));
            assertTrue(e.getMessage().contains("Image a.png of " + zip), e.getMessage());
        }
        try (ZipImageSource source = ZipImageSource.open(zip, PLAIN)) {
            assertEquals(1, source.count());
            assertEquals("a.png", source.badImages().get(0).name());
        }
        Files.write(zip, Arrays.copyOf(good, good.length / 2));
        DataException e = assertThrows(DataException.class, () -> ZipImageSource.open(zip, PLAIN));
        assertTrue(e.getMessage().contains("ZIP archive " + zip + " cannot be read"));
        files.clear();
        files.put("x.txt", text(""));
        refused(PLAIN, "holds no images");
    }

    private void refused(ImageOptions options, String message) throws IOException {
        Path zip = zip();
        DataException e =
                assertThrows(DataException.class, () -> ZipImageSource.open(zip, options));
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }

    private Path zip() throws IOException {
        Path file = folder.resolve("images.zip");
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> e : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(e.getKey()));
                zip.write(e.getValue());
            }
        }
        return file;
    }

    private byte[] picture() {
        return TestImages.png(TestImages.opaque(TestImages.noise(9, 12, 1, random)));
    }

    private static byte[] text(String content) {
        return content.getBytes(StandardCharsets.UTF_8);
    }
}
