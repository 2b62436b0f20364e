package io.github.stylegan4j.train.data.tool;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.stylegan.BaseGrid;
import io.github.stylegan4j.train.data.DataException;
import io.github.stylegan4j.train.data.DataSets;
import io.github.stylegan4j.train.data.ImageOptions;
import io.github.stylegan4j.train.data.ImageSource;
import io.github.stylegan4j.train.data.SyntheticSource;
import io.github.stylegan4j.train.data.format.PixelArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class DataSetWriterTest {
    private static final long SEED = Long.getLong("tests.seed", 20260101);
    private static final float[] NO_LABEL = {};

    @TempDir private Path folder;

    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);

    DataSetWriterTest() {
        LoggerFactory.getLogger(DataSetWriterTest.class).info("-Dtests.seed={}", SEED);
    }

    /** The published sizes of CIFAR-10's 50,000 images; every record of a file has one length. */
    @ParameterizedTest
    @CsvSource({"r05,156350000", "r04,41150000", "r03,12350000", "r02,4900000"})
    void filesHaveThePublishedSizes(String level, long bytes) throws IOException {
        int count = 50;
        Path target = folder.resolve("cifar10");
        try (TfRecordDataSetWriter writer = new TfRecordDataSetWriter(target)) {
            for (int i = 0; i < count; i++) {
                float[] label = new float[10];
                label[i % 10] = 1;
                writer.add(noise(3, 32, 32), label);
            }
            writer.complete();
        }
        Path file = target.resolve("cifar10-" + level + ".tfrecords");
        assertEquals(bytes, Files.size(file) * (50_000 / count));
        // 80 bytes of header when that was published; NumPy and we align it to 128.
        long labels = Files.size(target.resolve("cifar10-rxx.labels"));
        assertEquals(2_000_080, (labels - 128) * (50_000 / count) + 80);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4})
    void whatIsWrittenReadsBackEqual(int channels) throws IOException {
        ImageOptions options =
                ImageOptions.of(16)
                        .withChannels(channels)
                        .withMaxLabelSize(ImageOptions.ALL_LABELS);
        ImageSource source = SyntheticSource.of(23, options);
        try (DataSetWriter records = new TfRecordDataSetWriter(folder.resolve("a"));
                DataSetWriter zip = PngDataSetWriter.zip(folder.resolve("b.zip"));
                DataSetWriter files = PngDataSetWriter.folder(folder.resolve("c"))) {
            for (DataSetWriter writer : List.of(records, zip, files)) {
                assertEquals(23, DataSetCopy.copy(source, writer, DataSetCopy.Order.SOURCE));
            }
        }
        for (String name : List.of("a", "b.zip", "c")) {
            String path = folder.resolve(name).toString();
            try (ImageSource copy = DataSets.open(path, DataSets.AUTO, options)) {
                DataSetComparison comparison = DataSetComparison.of(source, copy, true);
                assertTrue(comparison.equal(), name + " " + comparison);
                for (int i = 0; i < 23; i++) {
                    assertArrayEquals(source.image(i, 4), copy.image(i, 4));
                }
            }
        }
        assertNothingElse("a", "b.zip", "c");
    }

    @Test
    void imagesThatAreNotSquareKeepTheirProportions() throws IOException {
        try (TfRecordDataSetWriter writer = new TfRecordDataSetWriter(folder.resolve("wide"))) {
            writer.add(noise(3, 24, 32), NO_LABEL);
            writer.complete();
        }
        assertNames("wide", "wide-r03.tfrecords", "wide-r04.tfrecords", "wide-r05.tfrecords");
    }

    @Test
    void nothingIsLeftOfADataSetThatIsNotCompleted() throws IOException {
        for (DataSetWriter writer :
                List.of(
                        new TfRecordDataSetWriter(folder.resolve("a")),
                        PngDataSetWriter.zip(folder.resolve("b.zip")),
                        PngDataSetWriter.folder(folder.resolve("c")))) {
            try (writer) {
                writer.add(noise(3, 8, 8), NO_LABEL);
            }
        }
        assertNothingElse();
    }

    @Test
    void whatCannotBeIsRefused() throws IOException {
        Files.createDirectory(folder.resolve("there"));
        DataException e =
                assertThrows(
                        DataException.class,
                        () -> new TfRecordDataSetWriter(folder.resolve("there")).close());
        assertTrue(e.getMessage().contains("there exists already"), e.getMessage());
        try (TfRecordDataSetWriter writer = new TfRecordDataSetWriter(folder.resolve("a"))) {
            refused("at least one image", writer::complete);
            writer.add(noise(3, 8, 8), new float[2]);
            refused(
                    "[1, 8, 8]; those before have [3, 8, 8]",
                    () -> writer.add(noise(1, 8, 8), NO_LABEL));
            refused(
                    "0 components; those before have 2",
                    () -> writer.add(noise(3, 8, 8), NO_LABEL));
        }
    }

    @Test
    void twoWritersOfOnePlaceDoNotMeet() throws IOException {
        Path place = folder.resolve("a.zip");
        try (PngDataSetWriter writer = PngDataSetWriter.zip(place)) {
            writer.add(noise(3, 8, 8), NO_LABEL);
            DataException e =
                    assertThrows(DataException.class, () -> PngDataSetWriter.zip(place).close());
            assertTrue(
                    e.getMessage().startsWith(place + " is being written by this process since "),
                    e.getMessage());
            writer.complete();
        }
        assertNothingElse("a.zip");
        assertThrows(DataException.class, () -> PngDataSetWriter.zip(place).close());
    }

    @Test
    void whatAKilledWriterLeftIsNoHindrance() throws IOException {
        Path left = Files.createDirectories(folder.resolve(".a.part/00000"));
        Files.writeString(left.resolve("img00000000.png"), "half");
        Files.writeString(folder.resolve(".a.lock"), "process 1 on atlas");
        try (PngDataSetWriter writer = PngDataSetWriter.folder(folder.resolve("a"))) {
            writer.add(noise(3, 8, 8), NO_LABEL);
            writer.complete();
        }
        assertNothingElse("a");
        assertNames("a/00000", "img00000000.png");
    }

    @Test
    void whatAppearsMeanwhileIsNotReplaced() throws IOException {
        Path place = folder.resolve("a.zip");
        try (PngDataSetWriter writer = PngDataSetWriter.zip(place)) {
            writer.add(noise(3, 8, 8), NO_LABEL);
            Files.writeString(place, "mine");
            DataException e = assertThrows(DataException.class, writer::complete);
            assertTrue(e.getMessage().contains("exists already"), e.getMessage());
        }
        assertEquals("mine", Files.readString(place));
        assertNothingElse("a.zip");
    }

    /** Does something that may fail. */
    private interface Action {
        void run() throws IOException;
    }

    private static void refused(String message, Action action) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, action::run);
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }

    @Test
    void differencesAreCounted() {
        ImageOptions options = ImageOptions.of(8).withMaxLabelSize(ImageOptions.ALL_LABELS);
        ImageSource a = SyntheticSource.of(30, options);
        ImageSource b = SyntheticSource.of(33, options.withMaxLabelSize(3));
        DataSetComparison result = DataSetComparison.of(a, b, true);
        assertFalse(result.equal());
        assertEquals(List.of("30 and 33 images", "labels of 10 and 3 components"), result.other());
        assertEquals(0, result.differentImages());
        ImageSource gray = SyntheticSource.of(30, options.withBaseGrid(new BaseGrid(4, 2)));
        assertEquals(30, DataSetComparison.of(a, gray, true).differentImages());
        assertEquals(10, DataSetComparison.of(a, gray, true).images().size());
    }

    /** Values of {@code numpy.random.RandomState(123).shuffle(numpy.arange(n))}. */
    @Test
    void thePublishedOrderIsThatOfNumPy() {
        assertArrayEquals(new int[] {0}, PublishedOrder.of(1));
        assertArrayEquals(new int[] {1, 0}, PublishedOrder.of(2));
        assertArrayEquals(new int[] {4, 0, 7, 5, 8, 3, 1, 6, 9, 2}, PublishedOrder.of(10));
        int[] large = PublishedOrder.of(70_000);
        assertArrayEquals(new int[] {21971, 16953, 48447, 42344, 4376}, Arrays.copyOf(large, 5));
        assertEquals(15725, large[69_999]);
    }

    private PixelArray noise(int channels, int height, int width) {
        byte[] bytes = new byte[channels * height * width];
        random.nextBytes(bytes);
        return new PixelArray(channels, height, width, bytes);
    }

    private void assertNothingElse(String... names) throws IOException {
        assertNames("", names);
    }

    private void assertNames(String under, String... names) throws IOException {
        try (Stream<Path> list = Files.list(folder.resolve(under))) {
            assertEquals(
                    List.of(names), list.map(p -> p.getFileName().toString()).sorted().toList());
        }
    }
}
