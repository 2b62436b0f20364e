package io.github.stylegan4j.train.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.io.HostTensor;
import io.github.stylegan4j.io.Npy;
import io.github.stylegan4j.train.data.format.PixelArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What training would refuse, {@code validate} finds before. */
class ValidationTest {
    @TempDir private Path folder;

    /** Makes a data set. */
    @FunctionalInterface
    private interface Maker {
        void make(Path folder) throws IOException;
    }

    private static Arguments set(DataFormat format, String why, Maker maker) {
        return Arguments.of(format, why, maker);
    }

    private static Stream<Arguments> refused() {
        return Stream.concat(files(), records());
    }

    private static Stream<Arguments> files() {
        return Stream.of(
                set(
                        DataFormat.FOLDER,
                        "some labels are classes and some are vectors",
                        f -> labelled(f, "[\"a.png\", 1], [\"b.png\", [1, 0]]")),
                set(
                        DataFormat.FOLDER,
                        "have 0 components",
                        f -> labelled(f, "[\"a.png\", []], [\"b.png\", []]")),
                set(
                        DataFormat.FOLDER,
                        "b.png: it has no label",
                        f -> labelled(f, "[\"a.png\", 1]")),
                set(
                        DataFormat.FOLDER,
                        "two of its \"classes\" are called \"a\"",
                        f -> {
                            labelled(f, "[\"a.png\", 0], [\"b.png\", 1]");
                            Path json = f.resolve("dataset.json");
                            String text = Files.readString(json);
                            String classes = ", \"classes\": [\"a\", \"b\", \"a\"]}";
                            Files.writeString(
                                    json, text.substring(0, text.lastIndexOf('}')) + classes);
                        }),
                set(
                        DataFormat.ZIP,
                        "it holds no images",
                        f -> {
                            try (ZipOutputStream zip =
                                    new ZipOutputStream(
                                            Files.newOutputStream(f.resolve("x.zip")))) {
                                zip.setComment("nothing");
                            }
                        }));
    }

    private static Stream<Arguments> records() {
        return Stream.of(
                set(
                        DataFormat.TFRECORD,
                        "its images have the size of those of",
                        f -> records(f, new int[] {8, 8}, new int[] {8, 8})),
                set(
                        DataFormat.TFRECORD,
                        "its images have the size 3x3",
                        f -> records(f, new int[] {3, 3}, new int[] {8, 8})),
                set(
                        DataFormat.TFRECORD,
                        "its images have the size 2x8",
                        f -> records(f, new int[] {2, 8}, new int[] {8, 8})),
                set(
                        DataFormat.TFRECORD,
                        "it has 0 labels for 2 images",
                        f -> {
                            records(f, new int[] {8, 8});
                            Npy.write(f.resolve("x-rxx.labels"), HostTensor.of(new int[0], 0));
                        }),
                set(
                        DataFormat.CIFAR10,
                        "it holds no images",
                        f -> Files.write(f.resolve("data_batch_1.bin"), new byte[0])));
    }

    private static void labelled(Path folder, String labels) throws IOException {
        pictures(folder);
        Files.writeString(folder.resolve("dataset.json"), "{\"labels\": [" + labels + "]}");
    }

    private static void pictures(Path folder) throws IOException {
        Files.createDirectories(folder);
        picture(folder.resolve("a.png"));
        picture(folder.resolve("b.png"));
    }

    private static void picture(Path file) throws IOException {
        Files.write(file, TestImages.png(TestImages.plain(8, 8, 0xFF336699)));
    }

    private static void records(Path folder, int[]... sizes) throws IOException {
        for (int i = 0; i < sizes.length; i++) {
            List<PixelArray> images = new ArrayList<>();
            for (int k = 0; k < 2; k++) {
                images.add(
                        RecordFiles.noise(
                                3, sizes[i][0], sizes[i][1], Seeds.random("ValidationTest")));
            }
            RecordFiles.tfRecords(folder.resolve("x-r0" + (i + 2) + ".tfrecords"), images);
        }
    }

    private static Path dataSet(DataFormat format, Path folder) {
        return format == DataFormat.ZIP ? folder.resolve("x.zip") : folder;
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("refused")
    void whatTrainingRefusesIsFound(DataFormat format, String why, Maker maker) throws IOException {
        maker.make(folder);
        Path data = dataSet(format, folder);
        ImageOptions options = ImageOptions.of(8).withMaxLabelSize(ImageOptions.ALL_LABELS);
        assertThrows(DataException.class, () -> readAll(format.open(data, options)));
        List<BadImage> bad = format.validate(data).bad();
        assertFalse(bad.isEmpty());
        assertTrue(bad.stream().anyMatch(b -> b.toString().contains(why)), bad.toString());
    }

    @Test
    void whatOnlyTrainingWithLabelsRefusesIsNoted() throws IOException {
        pictures(folder.resolve("x"));
        picture(folder.resolve("c.png"));
        readAll(DataFormat.FOLDER.open(folder, ImageOptions.of(8)));
        ImageOptions labels = ImageOptions.of(8).withMaxLabelSize(ImageOptions.ALL_LABELS);
        assertThrows(DataException.class, () -> DataFormat.FOLDER.open(folder, labels));
        Validation found = DataFormat.FOLDER.validate(folder);
        assertEquals(List.of(), found.bad());
        assertEquals(1, found.notes().size());
        assertTrue(
                found.notes().get(0).startsWith("1 of 3 images, the first of them c.png, have no"),
                found.notes().toString());
    }

    @Test
    void theKindsInDescriptionsAreThoseThereAre() {
        assertEquals(DataSets.formats(), DataSets.KINDS.replace(" or ", ", "));
    }

    private static void readAll(ImageSource source) {
        try (source) {
            for (int i = 0; i < source.count(); i++) {
                source.image(i);
                source.image(i, 4);
                source.image(i, 2);
            }
        }
    }

    @Test
    void whatTrainingTakesIsGood() throws IOException {
        records(folder, new int[] {2, 2}, new int[] {4, 4}, new int[] {8, 8});
        assertEquals(List.of(), DataFormat.TFRECORD.validate(folder).bad());
        Path files = folder.resolve("files");
        pictures(files);
        assertEquals(List.of(), DataFormat.FOLDER.validate(files).bad());
        labelled(files, "[\"a.png\", [0.5, -1]], [\"b.png\", [0, 0]]");
        assertEquals(List.of(), DataFormat.FOLDER.validate(files).bad());
    }
}
