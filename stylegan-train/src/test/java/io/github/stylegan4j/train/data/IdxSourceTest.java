package io.github.stylegan4j.train.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxSourceTest {
    private static final ImageOptions GRAY =
            ImageOptions.of(32).withChannels(1).withMaxLabelSize(ImageOptions.ALL_LABELS);
    private static final int COUNT = 7;

    private final RandomGenerator random = Seeds.random("IdxSourceTest");
    private final byte[] pixels = new byte[COUNT * 28 * 28];
    private final byte[] classes = {0, 5, 9, 1, 1, 0, 2};

    @TempDir private Path folder;

    IdxSourceTest() {
        random.nextBytes(pixels);
    }

    @Test
    void mnistIsPaddedToTheNextPowerOfTwo() throws IOException {
        put("train-images-idx3-ubyte", RecordFiles.idx(new int[] {COUNT, 28, 28}, pixels));
        put("train-labels-idx1-ubyte", RecordFiles.idx(new int[] {COUNT}, classes));
        put("t10k-images-idx3-ubyte", RecordFiles.idx(new int[] {1, 28, 28}, new byte[784]));
        try (IdxSource source = IdxSource.open(folder, GRAY)) {
            assertEquals(COUNT, source.count());
            assertEquals(10, source.labelSize());
            for (int i = 0; i < COUNT; i++) {
                assertEquals(1, source.label(i)[classes[i]]);
                byte[] image = source.image(i);
                for (int y = 0; y < 32; y++) {
                    for (int x = 0; x < 32; x++) {
                        boolean inside = y >= 2 && y < 30 && x >= 2 && x < 30;
                        int expected = inside ? pixels[(i * 28 + y - 2) * 28 + x - 2] : 0;
                        assertEquals(expected, image[y * 32 + x]);
                    }
                }
            }
        }
    }

    @Test
    void packedFilesGiveTheSame() throws IOException {
        byte[] images = RecordFiles.idx(new int[] {COUNT, 28, 28}, pixels);
        byte[] labels = RecordFiles.idx(new int[] {COUNT}, classes);
        put("a/train-images-idx3-ubyte", images);
        put("a/train-labels-idx1-ubyte", labels);
        put("b/train-images-idx3-ubyte.gz", RecordFiles.gzip(images));
        put("b/train-labels-idx1-ubyte.gz", RecordFiles.gzip(labels));
        try (IdxSource plain = IdxSource.open(folder.resolve("a"), GRAY);
                IdxSource packed = IdxSource.open(folder.resolve("b"), GRAY)) {
            assertEquals(plain.fingerprint(), packed.fingerprint());
            for (int i = 0; i < COUNT; i++) {
                assertArrayEquals(plain.image(i), packed.image(i));
                assertArrayEquals(plain.label(i), packed.label(i));
            }
        }
    }

    @Test
    void coloursComeLastAndLabelsMayBeVectors() throws IOException {
        byte[] rgb = new byte[2 * 4 * 4 * 3];
        random.nextBytes(rgb);
        put("images-idx4-ubyte", RecordFiles.idx(new int[] {2, 4, 4, 3}, rgb));
        ByteBuffer vectors = ByteBuffer.allocate(12 + 2 * 3 * 4);
        vectors.putInt(0x0D02).putInt(2).putInt(3);
        float[] values = {0.5f, -1, 2, 1, 1, 0};
        for (float value : values) {
            vectors.putFloat(value);
        }
        put("labels-idx2-ubyte", vectors.array());
        ImageOptions options = GRAY.withResolution(4).withChannels(3);
        Path file = folder.resolve("images-idx4-ubyte");
        try (IdxSource source = IdxSource.open(file, options)) {
            assertArrayEquals(new float[] {0.5f, -1, 2}, source.label(0));
            assertArrayEquals(new float[] {1, 1, 0}, source.label(1));
            for (int p = 0; p < 16; p++) {
                for (int c = 0; c < 3; c++) {
                    assertEquals(rgb[48 + p * 3 + c], source.image(1)[c * 16 + p]);
                }
            }
        }
    }

    @Test
    void badFilesAreNamed() throws IOException {
        byte[] good = RecordFiles.idx(new int[] {COUNT, 28, 28}, pixels);
        refused(Arrays.copyOf(good, good.length - 1), "asks for 5504 bytes, it has 5503");
        refused(Arrays.copyOf(good, good.length + 1), "it has more");
        refused(new byte[0], "it is no IDX file");
        refused(new byte[] {0, 0, 9, 3}, "it ends within its header");
        refused(RecordFiles.idx(new int[] {-1, 2, 3}, new byte[0]), "claims the dimensions");
        refused(RecordFiles.idx(new int[] {3, 1 << 20, 1 << 20}, new byte[0]), "sides of up to");
        refused(RecordFiles.idx(new int[] {3, 4, 2049}, new byte[3 * 4 * 2049]), "up to 2048");
        refused(RecordFiles.idx(new int[] {3}, new byte[3]), "it holds no images");
        refused(RecordFiles.idx(new int[] {0, 4, 4}, new byte[0]), "holds no images");
        byte[] packed = RecordFiles.gzip(good);
        refused(Arrays.copyOf(packed, packed.length / 2), "gzip data is damaged");
        byte[] longer = RecordFiles.gzip(Arrays.copyOf(good, good.length + 9));
        refused(longer, "it has more");
        put("images-idx3-ubyte", good);
        refusedAs("has no labels");
        put("labels-idx1-ubyte", RecordFiles.idx(new int[] {3}, new byte[3]));
        refusedAs("has 7 images, but 3 labels");
        int[] endless = {Integer.MAX_VALUE, 0};
        put("labels-idx1-ubyte", RecordFiles.idx(endless, new byte[0]));
        DataException e =
                assertThrows(
                        DataException.class,
                        () -> IdxSource.open(folder.resolve("images-idx3-ubyte"), GRAY));
        assertTrue(e.getMessage().contains("its labels have no components"), e.getMessage());
    }

    private void refused(byte[] content, String message) throws IOException {
        put("images-idx3-ubyte", content);
        refusedAs(message);
    }

    private void refusedAs(String message) {
        Path file = folder.resolve("images-idx3-ubyte");
        DataException e = assertThrows(DataException.class, () -> IdxSource.open(file, GRAY));
        assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }

    private void put(String name, byte[] content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }
}
