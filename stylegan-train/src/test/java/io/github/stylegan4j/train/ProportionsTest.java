package io.github.stylegan4j.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.Backends;
import io.github.stylegan4j.train.data.DataSets;
import io.github.stylegan4j.train.data.ImageSource;
import io.github.stylegan4j.train.data.tool.DataSetCopy;
import io.github.stylegan4j.train.data.tool.TfRecordDataSetWriter;
import io.github.stylegan4j.train.report.RunReport;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose images are not square: 12x20 from 3x5 on. */
class ProportionsTest {
    @TempDir private Path folder;
    private final List<String> lines = new ArrayList<>();

    private TrainingConfig config(String run) {
        return TinyRuns.config(folder.resolve(run))
                .with(Map.of("baseGrid", "3x5", "data", "synthetic:9"));
    }

    private TrainingSummary run(TrainingConfig config, boolean resume) {
        TrainerBuilder builder =
                Trainer.builder(config).onTick(tick -> lines.add(tick.progressLine()));
        try (Trainer trainer = (resume ? builder.resume() : builder).build()) {
            return trainer.run();
        }
    }

    @Test
    void trainingGrowsResumesAndSaves() throws IOException {
        TrainingSummary whole = run(config("whole"), false);
        assertTrue(lines.get(0).contains(" 3x5 mb"), lines.get(0));
        assertTrue(lines.get(lines.size() - 1).contains(" 12x20 mb"), lines.toString());
        String html = RunReport.html(folder.resolve("whole"));
        for (String size : new String[] {"3x5", "6x10", "12x20"}) {
            assertTrue(html.contains(">" + size + "</th>"), size + " is missing: " + html);
        }
        assertTrue(html.contains("<dd>12x20</dd>"), html);
        run(config("parts").withTotalKimg(0.096), false);
        TrainingSummary parts = run(config("parts"), true);
        assertArrayEquals(
                Files.readAllBytes(whole.checkpoint()), Files.readAllBytes(parts.checkpoint()));
        for (String name : new String[] {"reals.png", "fakes000000.png"}) {
            BufferedImage picture = ImageIO.read(folder.resolve("whole").resolve(name).toFile());
            assertEquals(3 * 20, picture.getWidth(), name);
            assertEquals(2 * 12, picture.getHeight(), name);
        }
        for (Path file : new Path[] {whole.checkpoint(), whole.network()}) {
            try (Backend cpu = Backends.open("cpu");
                    SavedGenerator saved = SavedGenerator.load(file, cpu)) {
                assertEquals(12, saved.height());
                assertEquals(20, saved.width());
            }
        }
    }

    @Test
    void aRunWithoutANameIsCalledByItsImagesSize() throws IOException {
        TrainingConfig config =
                config("x").with(Map.of("runDir", "", "runs", folder.toString(), "totalKimg", 0));
        Path made = run(config, false).runDir();
        assertTrue(made.toString().endsWith("-12x20"), made.toString());
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void recordsWithTheLevelsOfTheGridAreTrainedOn() throws IOException {
        TrainingConfig config = config("records");
        Path target = folder.resolve("data");
        try (ImageSource images = DataSets.open("synthetic:9", "auto", config.images().options());
                TfRecordDataSetWriter writer = new TfRecordDataSetWriter(target)) {
            DataSetCopy.copy(images, writer, DataSetCopy.Order.SOURCE);
        }
        TrainingConfig records = config.withData(target).withTotalKimg(0.032);
        assertEquals(32, run(records, false).images());
    }

    @Test
    void imagesOfOtherProportionsAreRefused() {
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> Trainer.builder(config("x")).source(TinyRuns.images()).build());
        assertTrue(e.getMessage().contains("16x16"), e.getMessage());
        assertTrue(e.getMessage().contains("base grid 3x5 (images of 12x20)"), e.getMessage());
    }
}
