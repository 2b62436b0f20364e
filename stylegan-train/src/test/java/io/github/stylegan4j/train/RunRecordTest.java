package io.github.stylegan4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.train.tensorboard.ReadEvents;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run leaves of itself in its folder, beside networks. */
class RunRecordTest {
    @TempDir private Path folder;

    private void run(TrainingConfig config, boolean resume, String... command) {
        TrainerBuilder builder =
                Trainer.builder(config).source(TinyRuns.images()).command(List.of(command));
        try (Trainer trainer = resume ? builder.resume().build() : builder.build()) {
            trainer.run();
        }
    }

    private List<Map<String, Object>> lines(String file) throws IOException {
        return Files.readAllLines(folder.resolve(file)).stream().map(ConfigJson::read).toList();
    }

    @Test
    void tensorBoardShowsEveryTickOnceAlsoAfterAResume() throws IOException {
        TrainingConfig config =
                TinyRuns.config(folder).with(Map.of("snapshotTicks", 2, "measureAhead", true));
        run(config.withTotalKimg(0.096), false);
        // As if killed after ticks that no checkpoint knows of.
        Files.delete(folder.resolve("checkpoint-000000.096.safetensors"));
        run(config.withTotalKimg(0.128), true);

        assertEquals(2, ReadEvents.files(folder).size());
        Map<String, Map<Long, Float>> curves = ReadEvents.curves(folder);
        List<Map<String, Object>> ticks = lines("stats.jsonl");
        assertEquals(4, ticks.size());
        for (Map<String, Object> tick : ticks) {
            long images = ((Number) tick.get("images")).longValue();
            for (String name : List.of("loss_d", "loss_g", "scores_real", "r1_penalty")) {
                double expected = ((Number) tick.get(name)).doubleValue();
                assertEquals((float) expected, curves.get("Loss/" + name).get(images), name);
            }
            double diversity = ((Number) tick.get("diversity")).doubleValue();
            assertEquals((float) diversity, curves.get("Health/diversity").get(images));
        }
        // What is done now and then, each process does for the first time at some tick.
        curves.keySet().removeAll(List.of("Phases/looking ahead", "Phases/snapshot"));
        for (Map.Entry<String, Map<Long, Float>> curve : curves.entrySet()) {
            assertEquals(
                    new TreeSet<>(List.of(32L, 64L, 96L, 128L)),
                    curve.getValue().keySet(),
                    curve.getKey());
        }
    }

    @Test
    void theRatesOfBothNetworksAreRecorded() throws IOException {
        TrainingConfig config =
                TinyRuns.config(folder)
                        .withTotalKimg(0.064)
                        .with("discriminatorLearningRatePerResolution", Map.of(8, 0.004));
        run(config, false);
        List<Map<String, Object>> ticks = lines("stats.jsonl");
        assertEquals(8, ticks.get(1).get("resolution"));
        assertEquals(
                List.of(0.001, 0.001), ticks.stream().map(t -> t.get("learning_rate")).toList());
        assertEquals(
                List.of(0.001, 0.004), ticks.stream().map(t -> t.get("learning_rate_d")).toList());
        Map<String, Map<Long, Float>> curves = ReadEvents.curves(folder);
        assertEquals(Map.of(32L, 0.001f, 64L, 0.001f), curves.get("Progress/learning_rate"));
        assertEquals(Map.of(32L, 0.001f, 64L, 0.004f), curves.get("Progress/learning_rate_d"));
    }

    @Test
    void tensorBoardShowsARunThatBeganAnewOnce() throws IOException {
        TrainingConfig config = TinyRuns.config(folder).withTotalKimg(0.064);
        run(config, false);
        // As if killed before its first checkpoint.
        for (Path file : RunDirectory.existing(folder).checkpoints()) {
            Files.delete(file);
        }
        run(config, true);
        Path newest = ReadEvents.files(folder).get(1);
        assertEquals(
                List.of(0L),
                ReadEvents.of(newest).stream()
                        .filter(ReadEvents.Event::restart)
                        .map(ReadEvents.Event::step)
                        .toList());
        Set<Long> steps = ReadEvents.curves(folder).get("Loss/loss_d").keySet();
        assertEquals(new TreeSet<>(List.of(32L, 64L)), steps);
    }

    @Test
    void tensorBoardShowsGridsAndTheConfiguration() throws IOException {
        TrainingConfig config = TinyRuns.config(folder).withTotalKimg(0.032);
        run(config, false);
        List<ReadEvents.Event> events = ReadEvents.of(ReadEvents.files(folder).get(0));
        List<Long> steps =
                events.stream()
                        .filter(e -> e.images().containsKey("fakes"))
                        .map(ReadEvents.Event::step)
                        .toList();
        assertEquals(List.of(0L, 32L), steps);
        byte[] png = events.get(events.size() - 2).images().get("fakes");
        BufferedImage grid = ImageIO.read(new ByteArrayInputStream(png));
        assertEquals(3 * 16, grid.getWidth());
        assertEquals(2 * 16, grid.getHeight());
        String text =
                events.stream()
                        .map(e -> e.texts().getOrDefault("config", ""))
                        .collect(Collectors.joining());
        assertTrue(text.contains("\"resolution\" : 16"), text);
    }

    @Test
    void whoWantsNoEventFilesGetsNone() throws IOException {
        run(TinyRuns.config(folder).withTotalKimg(0.032).with("tensorBoard", false), false);
        assertEquals(List.of(), ReadEvents.files(folder));
    }

    @Test
    void everyStartOfARunIsTraceable() throws IOException {
        TrainingConfig config = TinyRuns.config(folder).withTotalKimg(0.032);
        run(config, false, "train", "--total-kimg", "0.032");
        run(config.withTotalKimg(0.064), true);

        List<Map<String, Object>> starts = lines("provenance.jsonl");
        assertEquals(2, starts.size());
        assertEquals(List.of("train", "--total-kimg", "0.032"), starts.get(0).get("command"));
        assertEquals(0, starts.get(0).get("images"));
        assertEquals(32, starts.get(1).get("images"));
        assertEquals(
                System.getProperty("java.version"),
                ((Map<?, ?>) starts.get(0).get("java")).get("version"));
        Map<?, ?> data = (Map<?, ?>) starts.get(0).get("data");
        assertEquals(TinyRuns.images().fingerprint(), data.get("fingerprint"));
        assertEquals(11, data.get("images"));
        Map<?, ?> device = (Map<?, ?>) starts.get(0).get("device");
        assertEquals("cpu", device.get("id"));
        Map<?, ?> library = (Map<?, ?>) starts.get(0).get("library");
        assertTrue(library.get("version").toString().matches("\\d+\\..*"), library.toString());
        assertEquals(
                0.064, ((Map<?, ?>) starts.get(1).get("config")).get("totalKimg"), "as resumed");
    }

    @Test
    void ticksTellMemoryTimeAndTheScoreGap() throws IOException {
        List<TickStats> ticks = new ArrayList<>();
        TrainingConfig config = TinyRuns.config(folder).withTotalKimg(0.064);
        try (Trainer trainer =
                Trainer.builder(config).source(TinyRuns.images()).onTick(ticks::add).build()) {
            trainer.run();
        }
        TickStats last = ticks.get(1);
        assertTrue(last.host().heapBytes() > 0);
        assertEquals(last.mean("scores_real") - last.mean("scores_fake"), last.scoreGap());
        assertTrue(last.diversity() > 0, "diversity " + last.diversity());
        assertEquals(1000 / last.secondsPerKimg(), last.imagesPerSecond(), 1e-9);
        Map<String, Object> line = lines("stats.jsonl").get(1);
        assertEquals(last.time().toString(), line.get("time"));
        assertEquals(32, line.get("tick_images"));
    }
}
