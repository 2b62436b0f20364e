package io.github.stylegan4j.train.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderSourceTest {
    private static final ImageOptions OPTIONS = ImageOptions.of(8);

    private final RandomGenerator random = Seeds.random("ImageFolderSourceTest");

    @TempDir private Path folder;

    @Test
    void findsAllFormatsRecursivelyInTheOrderOfTheirPaths() throws IOException {
        put("b/z.GIF", TestImages.encode(picture(9, 12), "gif"));
        put("b.png", TestImages.png(picture(8, 8)));
        put("a/b/c.jpeg", TestImages.encode(picture(20, 10), "jpg"));
        put("a/b/c.bmp", TestImages.encode(picture(5, 5), "bmp"));
        put("c.webp", WebpWriter.write(picture(33, 31)));
        put("notes.txt", bytes("no image"));
        put(".hidden.png", bytes("broken, but hidden"));
        put(".hidden/x.png", bytes("broken, but in a hidden folder"));
        ImageFolderSource source = ImageFolderSource.open(folder, OPTIONS);
        assertEquals(
                List.of("a/b/c.bmp", "a/b/c.jpeg", "b.png", "b/z.GIF", "c.webp"), names(source));
        assertEquals(List.of(), source.badImages());
        assertEquals(3, source.channels());
        assertEquals(8, source.resolution());
        assertEquals(0, source.labelSize());
        assertEquals(0, source.label(0).length);
        assertEquals(folder.toString(), source.name());
        for (int i = 0; i < source.count(); i++) {
            assertEquals(3 * 8 * 8, source.image(i).length);
        }
    }

    @Test
    void theFingerprintFollowsTheContentAlone() throws IOException {
        byte[] first = TestImages.png(picture(8, 8));
        byte[] second = TestImages.png(picture(8, 8));
        put("x/a.png", first);
        put("x/b.png", second);
        put("y/c.bmp", TestImages.encode(read(first), "bmp"));
        put("y/d.png", second);
        put("z/a.png", second);
        put("z/b.png", first);
        String x = ImageFolderSource.open(folder.resolve("x"), OPTIONS).fingerprint();
        assertEquals(64, x.length());
        assertEquals(x, ImageFolderSource.open(folder.resolve("y"), OPTIONS).fingerprint());
        assertNotEquals(x, ImageFolderSource.open(folder.resolve("z"), OPTIONS).fingerprint());
    }

    @Test
    void imagesAreTheSameInMemoryAndFromDisk() throws IOException {
        for (int i = 0; i < 7; i++) {
            put(i + ".png", TestImages.png(picture(7 + i, 12)));
        }
        ImageFolderSource memory = ImageFolderSource.open(folder, OPTIONS);
        ImageFolderSource disk = ImageFolderSource.open(folder, OPTIONS.withCacheBytes(0));
        ImageFolderSource mixed =
                ImageFolderSource.open(folder, OPTIONS.withCacheBytes(3 * 3 * 8 * 8));
        for (int i = 0; i < 7; i++) {
            assertArrayEquals(memory.image(i), disk.image(i));
            assertArrayEquals(memory.image(i), mixed.image(i));
        }
        assertEquals(memory.fingerprint(), mixed.fingerprint());
    }

    @Test
    void badFilesAreSkippedAndReported() throws IOException {
        byte[] good = TestImages.png(picture(8, 8));
        put("a.png", good);
        put("b/truncated.png", Arrays.copyOf(good, good.length / 2));
        put("c.jpg", new byte[0]);
        put("d.webp", bytes("<html>not found</html>"));
        put("e.png", good);
        ImageFolderSource source = ImageFolderSource.open(folder, OPTIONS);
        assertEquals(List.of("a.png", "e.png"), names(source));
        assertEquals(
                List.of("b/truncated.png", "c.jpg", "d.webp"),
                source.badImages().stream().map(BadImage::name).toList());
        assertTrue(source.badImages().get(0).reason().startsWith("truncated: "));
        assertEquals("c.jpg: the file is empty (0 bytes)", source.badImages().get(1).toString());
    }

    @Test
    void badFilesAreRefusedIfSoConfigured() throws IOException {
        put("a.png", TestImages.png(picture(8, 8)));
        for (int i = 10; i < 22; i++) {
            put("bad" + i + ".png", new byte[0]);
        }
        DataException e =
                assertThrows(
                        DataException.class,
                        () ->
                                ImageFolderSource.open(
                                        folder, OPTIONS.withBadImages(BadImagePolicy.FAIL)));
        assertContains(e, "12 of the 13 image files of " + folder);
        assertContains(e, "bad10.png: the file is empty (0 bytes)");
        assertContains(e, "; and 2 more");
    }

    @Test
    void missingAndEmptyFoldersAreRefused() throws IOException {
        refused(folder.resolve("nowhere"), "nowhere does not exist");
        put("file.png", TestImages.png(picture(8, 8)));
        refused(folder.resolve("file.png"), "file.png is not a folder");
        refused(Files.createDirectory(folder.resolve("empty")), "empty is empty");
        put("text/a.txt", bytes("a"));
        put("text/b/c.csv", bytes("c"));
        refused(folder.resolve("text"), "text holds no images (but 2 other files)");
        put("bad/a.png", bytes("a"));
        put("bad/b.png", bytes("b"));
        refused(folder.resolve("bad"), "None of the 2 image files");
    }

    @Test
    void anImageThatIsDamagedLaterIsNamed() throws IOException {
        put("a.png", TestImages.png(picture(8, 8)));
        ImageFolderSource source = ImageFolderSource.open(folder, OPTIONS.withCacheBytes(0));
        put("a.png", new byte[0]);
        DataException e = assertThrows(DataException.class, () -> source.image(0));
        assertContains(e, "Image a.png of " + folder);
        assertContains(e, "the file is empty");
        Files.delete(folder.resolve("a.png"));
        assertContains(
                assertThrows(DataException.class, () -> source.image(0)), "NoSuchFileException");
    }

    @Test
    void badOptionsAreRefusedByName() {
        optionRefused("resolution is 48; allowed is a power of two", () -> ImageOptions.of(48));
        optionRefused("resolution is 2;", () -> ImageOptions.of(2));
        optionRefused("channels is 2; allowed is 1", () -> OPTIONS.withChannels(2));
        optionRefused("background is 0x1000000", () -> OPTIONS.withBackground(0x1000000));
        optionRefused("cacheBytes is -1", () -> OPTIONS.withCacheBytes(-1));
        optionRefused("maxPixels is 0", () -> OPTIONS.withMaxPixels(0));
    }

    private static void optionRefused(String message, Runnable action) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, action::run);
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }

    private static void refused(Path path, String message) {
        assertContains(
                assertThrows(DataException.class, () -> ImageFolderSource.open(path, OPTIONS)),
                message);
    }

    private static void assertContains(DataException e, String part) {
        assertTrue(e.getMessage().contains(part), e.getMessage());
    }

    private static List<String> names(ImageSource source) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < source.count(); i++) {
            names.add(source.imageName(i));
        }
        return names;
    }

    private BufferedImage picture(int width, int height) {
        return TestImages.opaque(
                TestImages.noise(width, height, BufferedImage.TYPE_INT_RGB, random));
    }

    private static BufferedImage read(byte[] png) throws IOException {
        return javax.imageio.ImageIO.read(new java.io.ByteArrayInputStream(png));
    }

    private void put(String name, byte[] content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
