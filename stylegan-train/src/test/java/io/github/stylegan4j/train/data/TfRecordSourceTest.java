package io.github.stylegan4j.train.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.io.HostTensor;
import io.github.stylegan4j.io.Npy;
import io.github.stylegan4j.train.data.format.PixelArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TfRecordSourceTest {
    private static final ImageOptions GRAY8 = ImageOptions.of(8).withChannels(1);

    private final RandomGenerator random = Seeds.random("TfRecordSourceTest");

    @TempDir private Path folder;

    @Test
    void readsAnOfficialDataSetOfTwoResolutions() {
        Path file = SharedFixtures.tfRecords().resolve("custom-dataset-r03.tfrecords");
        try (TfRecordSource source = TfRecordSource.open(file, GRAY8)) {
            assertEquals(18497, source.count());
            for (int i = 0; i < source.count(); i++) {
                byte[] image = source.image(i, 8);
                byte[] stored = source.image(i, 4);
                byte[] means = RealImageProcessing.level(image, 1, 8, 4);
                for (int p = 0; p < 16; p++) {
                    // The low resolution was made from an even higher one than is stored.
                    assertEquals(means[p] & 0xFF, stored[p] & 0xFF, 1);
                }
            }
        }
    }

    @Test
    void readsOfficialMnistWithItsLabels() {
        Path file = SharedFixtures.tfRecords().resolve("mnist-r02.tfrecords");
        ImageOptions options =
                ImageOptions.of(4).withChannels(1).withMaxLabelSize(ImageOptions.ALL_LABELS);
        try (TfRecordSource source = TfRecordSource.open(file, options)) {
            assertEquals(60000, source.count());
            assertEquals(10, source.labelSize());
            int[] perClass = new int[10];
            for (int i = 0; i < source.count(); i++) {
                assertEquals(16, source.image(i).length);
                float[] label = source.label(i);
                for (int c = 0; c < 10; c++) {
                    perClass[c] += (int) label[c];
                }
            }
            // What is known of the training set of MNIST.
            assertArrayEquals(
                    new int[] {5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949},
                    perClass);
        }
    }

    @Test
    void severalDataSetsInOneFolderHaveToBeToldApart() {
        refused(SharedFixtures.tfRecords(), GRAY8, "several data sets, custom-dataset, mnist");
    }

    @Test
    void whatIsWrittenReadsBackEqual() throws IOException {
        List<PixelArray> images = write("x", 3, 16, 37);
        try (TfRecordSource source = TfRecordSource.open(folder, ImageOptions.of(16))) {
            assertEquals(37, source.count());
            for (int i = 0; i < 37; i++) {
                assertArrayEquals(images.get(i).bytes(), source.image(i));
                assertArrayEquals(
                        RealImageProcessing.level(images.get(i).bytes(), 3, 16, 4),
                        source.image(i, 4));
            }
        }
    }

    @Test
    void channelsAreConverted() throws IOException {
        write("x", 3, 8, 2);
        try (TfRecordSource gray = TfRecordSource.open(folder, GRAY8);
                TfRecordSource four =
                        TfRecordSource.open(folder, ImageOptions.of(8).withChannels(4));
                TfRecordSource three = TfRecordSource.open(folder, ImageOptions.of(8))) {
            byte[] rgb = three.image(1);
            for (int p = 0; p < 64; p++) {
                double luma =
                        0.299 * (rgb[p] & 0xFF)
                                + 0.587 * (rgb[64 + p] & 0xFF)
                                + 0.114 * (rgb[128 + p] & 0xFF);
                assertEquals(luma, gray.image(1)[p] & 0xFF, 0.51);
                assertEquals((byte) 255, four.image(1)[192 + p]);
                assertEquals(rgb[p], four.image(1)[p]);
            }
        }
    }

    @Test
    void aFlippedBitIsReportedWithFileAndRecord() throws IOException {
        write("x", 1, 8, 20);
        Path file = folder.resolve("x-r03.tfrecords");
        byte[] good = Files.readAllBytes(file);
        int stride = good.length / 20;
        for (int trial = 0; trial < 200; trial++) {
            int bit = random.nextInt(8 * good.length);
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file, bad);
            int record = bit / 8 / stride;
            DataException e =
                    assertThrows(
                            DataException.class,
                            () -> {
                                try (TfRecordSource source = TfRecordSource.open(folder, GRAY8)) {
                                    source.image(record);
                                }
                            });
            assertTrue(e.getMessage().contains(file + ", record " + record + ": "), e.getMessage());
        }
    }

    @Test
    void theFingerprintFollowsTheContent() throws IOException {
        List<PixelArray> images = write("x", 1, 8, 5);
        String first = fingerprint();
        assertEquals(first, fingerprint());
        images.get(4).bytes()[0] ^= 1;
        RecordFiles.tfRecords(folder.resolve("x-r03.tfrecords"), images);
        assertNotEquals(first, fingerprint());
    }

    private String fingerprint() {
        try (TfRecordSource source = TfRecordSource.open(folder, GRAY8)) {
            return source.fingerprint();
        }
    }

    @Test
    void labelsOfEveryKindAreRead() throws IOException {
        write("x", 1, 8, 3);
        Path labels = folder.resolve("x-rxx.labels");
        ImageOptions all = GRAY8.withMaxLabelSize(ImageOptions.ALL_LABELS);
        Npy.write(labels, HostTensor.of(new int[] {2, 0, 1}, 3));
        labelsAre(all, new float[][] {{0, 0, 1}, {1, 0, 0}, {0, 1, 0}});
        Npy.write(labels, HostTensor.of(new float[] {0, 1, 1, 0, 0, 1}, 3, 2));
        labelsAre(all, new float[][] {{0, 1}, {1, 0}, {0, 1}});
        Npy.write(labels, HostTensor.of(new float[] {1, 1, 0, 0, -0.5f, 3}, 3, 2));
        labelsAre(all, new float[][] {{1, 1}, {0, 0}, {-0.5f, 3}});
        labelsAre(GRAY8.withMaxLabelSize(1), new float[][] {{1}, {0}, {-0.5f}});
        labelsAre(GRAY8, new float[][] {{}, {}, {}});
        Npy.write(labels, HostTensor.of(new float[] {1, 1}, 2, 1));
        refused(folder, all, "has 3 images, but 2 labels");
        Npy.write(labels, HostTensor.of(new float[] {1, Float.NaN, 3}, 3, 1));
        refused(folder, all, "x-rxx.labels, record 1: its label has the component NaN");
        Files.write(labels, new byte[] {1, 2, 3});
        refused(folder, all, "x-rxx.labels: it is no npy file of labels");
        Files.delete(labels);
        refused(folder, all, "has no labels, but labels are asked for");
    }

    private void labelsAre(ImageOptions options, float[][] expected) {
        try (TfRecordSource source = TfRecordSource.open(folder, options)) {
            assertEquals(expected[0].length, source.labelSize());
            for (int i = 0; i < expected.length; i++) {
                assertArrayEquals(expected[i], source.label(i));
            }
        }
    }

    @Test
    void whatDoesNotFitTogetherIsRefused() throws IOException {
        refused(folder, GRAY8, "it holds no files NAME-rNN.tfrecords");
        write("x", 1, 8, 4);
        refused(folder, ImageOptions.of(16).withChannels(1), "no images of 16 lines");
        RecordFiles.tfRecords(
                folder.resolve("x-r02.tfrecords"), List.of(RecordFiles.noise(1, 4, 4, random)));
        refused(folder, GRAY8, "x-r02.tfrecords: it has 1 records, but ");
        Files.write(folder.resolve("x-r02.tfrecords"), new byte[0]);
        refused(folder, GRAY8, "x-r02.tfrecords: it is empty");
        Files.delete(folder.resolve("x-r02.tfrecords"));
        List<PixelArray> mixed =
                List.of(
                        RecordFiles.noise(1, 8, 8, random),
                        RecordFiles.noise(1, 4, 4, random),
                        RecordFiles.noise(1, 8, 4, random));
        RecordFiles.tfRecords(folder.resolve("x-r03.tfrecords"), mixed);
        try (TfRecordSource source = TfRecordSource.open(folder, GRAY8)) {
            source.image(0);
            failing(source, 1, "record 1: its image has the shape [1, 4, 4]");
            failing(source, 2, "record 2: its image has the shape [1, 8, 4]");
        }
    }

    @Test
    void aFileThatShrinksWhileItIsReadIsNamed() throws IOException {
        write("x", 1, 8, 50);
        Path file = folder.resolve("x-r03.tfrecords");
        byte[] content = Files.readAllBytes(file);
        try (TfRecordSource source = TfRecordSource.open(folder, GRAY8)) {
            Files.write(file, Arrays.copyOf(content, content.length / 2));
            failing(source, 49, "x-r03.tfrecords: it ends at byte");
            source.image(0);
        }
    }

    private static void failing(ImageSource source, int index, String message) {
        DataException e = assertThrows(DataException.class, () -> source.image(index));
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }

    private static void refused(Path path, ImageOptions options, String message) {
        DataException e =
                assertThrows(DataException.class, () -> TfRecordSource.open(path, options));
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }

    /** Writes the full resolution and that of 4. */
    private List<PixelArray> write(String name, int channels, int resolution, int count)
            throws IOException {
        List<PixelArray> images = new ArrayList<>();
        List<PixelArray> small = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            PixelArray image = RecordFiles.noise(channels, resolution, resolution, random);
            images.add(image);
            byte[] level = RealImageProcessing.level(image.bytes(), channels, resolution, 4);
            small.add(new PixelArray(channels, 4, 4, level));
        }
        int log = Integer.numberOfTrailingZeros(resolution);
        RecordFiles.tfRecords(folder.resolve(name + "-r0" + log + ".tfrecords"), images);
        RecordFiles.tfRecords(folder.resolve(name + "-r02.tfrecords"), small);
        return images;
    }
}
