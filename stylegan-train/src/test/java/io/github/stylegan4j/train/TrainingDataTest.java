package io.github.stylegan4j.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.train.data.DataException;
import io.github.stylegan4j.train.data.ImageFolderSource;
import io.github.stylegan4j.train.data.ImageOptions;
import io.github.stylegan4j.train.data.ImageSource;
import io.github.stylegan4j.train.data.SyntheticSource;
import io.github.stylegan4j.train.data.ZipImageSource;
import io.github.stylegan4j.train.data.tool.DataSetCopy;
import io.github.stylegan4j.train.data.tool.DataSetWriter;
import io.github.stylegan4j.train.data.tool.PngDataSetWriter;
import io.github.stylegan4j.train.data.tool.TfRecordDataSetWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Training on data sets on a disk: it repeats, resumes, and ends well when they are damaged. */
class TrainingDataTest {
    private static final int COUNT = 13;

    @TempDir private Path folder;

    private String dataSet(String kind) throws IOException {
        if (kind.equals("synthetic")) {
            return "synthetic:" + COUNT;
        }
        Path target = folder.resolve("data-" + kind + (kind.equals("zip") ? ".zip" : ""));
        try (DataSetWriter writer = writer(kind, target)) {
            ImageOptions options = ImageOptions.of(16).withMaxLabelSize(ImageOptions.LABELS_IF_ANY);
            DataSetCopy.copy(SyntheticSource.of(COUNT, options), writer, DataSetCopy.Order.SOURCE);
        }
        return target.toString();
    }

    private static DataSetWriter writer(String kind, Path target) throws IOException {
        return switch (kind) {
            case "tfrecord" -> new TfRecordDataSetWriter(target);
            case "zip" -> PngDataSetWriter.zip(target);
            default -> PngDataSetWriter.folder(target);
        };
    }

    private TrainingConfig config(String run, String data) {
        return TinyRuns.config(folder.resolve(run)).withData(data).withTotalKimg(0.096);
    }

    private static TrainingSummary run(TrainingConfig config, boolean resume) {
        TrainerBuilder builder = Trainer.builder(config);
        try (Trainer trainer = resume ? builder.resume().build() : builder.build()) {
            return trainer.run();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"synthetic", "tfrecord", "zip", "folder"})
    void twoHalvesMakeAWhole(String kind) throws IOException {
        String data = dataSet(kind);
        TrainingConfig whole =
                config("whole", data).with(Map.of("labels", "all", "tickKimg", 0.016));
        byte[] expected = Files.readAllBytes(run(whole, false).checkpoint());
        TrainingConfig parts = whole.withRunDir(folder.resolve("parts"));
        run(parts.withTotalKimg(0.048), false);
        assertArrayEquals(expected, Files.readAllBytes(run(parts, true).checkpoint()));
    }

    @Test
    void theFormDoesNotMatter() throws IOException {
        String records = dataSet("tfrecord");
        String zip = dataSet("zip");
        double[] a = losses(run(config("a", records), false));
        assertArrayEquals(a, losses(run(config("b", zip), false)));
    }

    /** Checkpoints hold the configuration, which names the data; statistics hold numbers alone. */
    private static double[] losses(TrainingSummary summary) throws IOException {
        Path stats = summary.checkpoint().resolveSibling("stats.jsonl");
        try (Stream<String> lines = Files.lines(stats)) {
            return lines.mapToDouble(line -> (Double) ConfigJson.read(line).get(lossField(line)))
                    .toArray();
        }
    }

    private static String lossField(String line) {
        return ConfigJson.read(line).keySet().stream()
                .filter(key -> key.toLowerCase(Locale.ROOT).contains("loss"))
                .findFirst()
                .orElseThrow();
    }

    /** Something that happens to the data after the first tick. */
    private interface Mishap {
        void happen() throws IOException;
    }

    private static TrainingListener afterTheFirstTick(Mishap mishap) {
        return new TrainingListener() {
            private boolean done;

            @Override
            public void onTick(Trainer trainer, TickStats stats) {
                try {
                    if (!done) {
                        mishap.happen();
                    }
                    done = true;
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            }
        };
    }

    @Test
    void aRecordThatRotsEndsTheRunAndItsCheckpointServes() throws IOException {
        String data = dataSet("tfrecord");
        // Lies in the middle, so that every record after it is damaged for sure.
        Path file = Path.of(data).resolve("data-tfrecord-r04.tfrecords");
        byte[] good = Files.readAllBytes(file);
        byte[] bad = good.clone();
        for (int i = 100; i < bad.length; i += good.length / COUNT) {
            bad[i] ^= 1;
        }
        TrainingConfig config = config("run", data).with("initialResolution", 16);
        try (Trainer trainer =
                Trainer.builder(config)
                        .listener(afterTheFirstTick(() -> Files.write(file, bad)))
                        .build()) {
            DataException e = assertThrows(DataException.class, trainer::run);
            assertTrue(e.getMessage().contains(file + ", record "), e.getMessage());
            assertTrue(e.getMessage().contains("its checksum does not match"), e.getMessage());
        }
        Files.write(file, good);
        byte[] expected =
                Files.readAllBytes(
                        run(config.withRunDir(folder.resolve("whole")), false).checkpoint());
        assertArrayEquals(expected, Files.readAllBytes(run(config, true).checkpoint()));
    }

    @Test
    void anImageThatDisappearsEndsTheRunWithItsName() throws IOException {
        Path data = Path.of(dataSet("folder"));
        ImageOptions options = ImageOptions.of(16).withCacheBytes(0);
        try (ImageSource source = ImageFolderSource.open(data, options);
                Trainer trainer =
                        Trainer.builder(config("run", data.toString()))
                                .source(source)
                                .listener(afterTheFirstTick(() -> deleteImages(data)))
                                .build()) {
            DataException e = assertThrows(DataException.class, trainer::run);
            assertTrue(e.getMessage().startsWith("Image 00000/img000000"), e.getMessage());
            assertTrue(e.getMessage().contains("NoSuchFileException"), e.getMessage());
        }
        Path checkpoint = folder.resolve("run/checkpoint-000000.032.safetensors");
        assertTrue(Files.size(checkpoint) > 0);
    }

    private static void deleteImages(Path data) throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("00000"))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void anArchiveThatIsReplacedMeanwhileIsNamed() throws IOException {
        String data = dataSet("zip");
        Path zip = Path.of(data);
        byte[] bytes = new byte[(int) Files.size(zip)];
        TrainingConfig config = config("run", data);
        ImageOptions options = config.images().options().withCacheBytes(0);
        try (ImageSource source = ZipImageSource.open(zip, options);
                Trainer trainer =
                        Trainer.builder(config)
                                .source(source)
                                .listener(afterTheFirstTick(() -> Files.write(zip, bytes)))
                                .build()) {
            DataException e = assertThrows(DataException.class, trainer::run);
            assertTrue(e.getMessage().contains(" of " + zip), e.getMessage());
        }
    }

    @Test
    void anUnreadableFolderIsNamedBeforeAnythingStarts() throws IOException {
        Path data = Path.of(dataSet("folder"));
        // A link to itself fails for every user, where permissions do not stop an administrator.
        Files.createSymbolicLink(data.resolve("loop"), data);
        DataException e =
                assertThrows(
                        DataException.class,
                        () -> Trainer.builder(config("run", data.toString())).build().close());
        assertTrue(e.getMessage().contains("cannot be read: loop: FileSystemLoop"), e.getMessage());
        assertFalse(Files.exists(folder.resolve("run")));
    }
}
