package io.github.stylegan4j.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.spi.Backends;
import io.github.stylegan4j.spi.DeviceInfo;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.train.data.ImageOptions;
import io.github.stylegan4j.train.data.SyntheticSource;
import io.github.stylegan4j.train.loss.DiscriminatorFunction;
import io.github.stylegan4j.train.loss.GanLoss;
import io.github.stylegan4j.train.loss.LossContext;
import io.github.stylegan4j.train.loss.LossValue;
import io.github.stylegan4j.train.tensorboard.ReadEvents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Gradients that are no numbers, injected through the loss. A step of the discriminator is 20
 * images, a round 40, a look at the counts every 80, a checkpoint every 200.
 */
class RollbackTest {
    private static final int RESOLUTION = 8;

    /** Runs without a failure, by what is special about their settings. */
    private static final Map<Map<String, Object>, Whole> WHOLE = new HashMap<>();

    @TempDir private Path folder;

    /** What a run leaves: its last checkpoint, and the numbers of its ticks. */
    private record Whole(byte[] checkpoint, byte[] statistics) {}

    /** Where the run under test has gone back to, in images. */
    private final List<Long> rollbacks = new ArrayList<>();

    /** Decides in which steps the discriminator's loss is NaN. */
    @FunctionalInterface
    private interface Failing {
        /** Asked once per step, with the images shown before it and the generated ones in it. */
        boolean at(long images, Tensor fakes);

        /** Fails between two moments, as often as each is reached, up to so many times. */
        static Failing times(int times, long from, long to) {
            Map<Long, Integer> seen = new HashMap<>();
            return (images, fakes) ->
                    images >= from && images < to && seen.merge(images, 1, Integer::sum) <= times;
        }

        /** Fails between two moments as long as it gets the images that it got there first. */
        static Failing onTheSameImages(long from, long to) {
            Map<Long, Double> first = new HashMap<>();
            return (images, fakes) -> {
                if (images < from || images >= to) {
                    return false;
                }
                double mean = fakes.mean().item();
                return first.computeIfAbsent(images, i -> mean) == mean;
            };
        }

        default Failing or(Failing other) {
            return (images, fakes) -> at(images, fakes) | other.at(images, fakes);
        }
    }

    /** Ends a run as a kill does: without a checkpoint. */
    private static final class Killed extends RuntimeException {}

    private static final class Broken implements GanLoss {
        private final GanLoss whole;
        private final Failing failing;
        private Trainer trainer;

        Broken(TrainingConfig config, Failing failing) {
            this.whole = config.losses().function();
            this.failing = failing;
        }

        @Override
        public LossValue discriminatorLoss(
                DiscriminatorFunction discriminator,
                Tensor reals,
                Tensor fakes,
                LossContext context) {
            LossValue value = whole.discriminatorLoss(discriminator, reals, fakes, context);
            return failing.at(trainer.images(), fakes)
                    ? new LossValue(value.loss().mul(Double.NaN), value.statistics())
                    : value;
        }

        @Override
        public LossValue generatorLoss(DiscriminatorFunction discriminator, Tensor fakes) {
            return whole.generatorLoss(discriminator, fakes);
        }
    }

    private Path at(String name) {
        return folder.resolve(name);
    }

    private TrainingConfig config(String name, int most) {
        return TinyRuns.atFullResolution(at(name))
                .with(Map.of("resolution", RESOLUTION, "initialResolution", RESOLUTION))
                .withMinibatch(20)
                .withTotalKimg(0.8)
                .with(Map.of("tickKimg", 0.2, "nonFiniteLimit", 4, "rollbacks", most));
    }

    private byte[] run(TrainingConfig config, Failing failing) throws IOException {
        rollbacks.clear();
        return run(config, failing, false);
    }

    private byte[] run(TrainingConfig config, Failing failing, boolean resume) throws IOException {
        Broken loss = new Broken(config, failing);
        TrainerBuilder builder =
                Trainer.builder(config)
                        .source(SyntheticSource.of(11, ImageOptions.of(RESOLUTION)))
                        .loss(loss)
                        .keepBest("latest", (trainer, stats) -> -stats.images())
                        .listener(
                                new TrainingListener() {
                                    @Override
                                    public void onRollback(Trainer trainer, String reason) {
                                        rollbacks.add(trainer.images());
                                        checkFolder(trainer);
                                    }
                                });
        try (Trainer trainer = resume ? builder.resume().build() : builder.build()) {
            loss.trainer = trainer;
            return Files.readAllBytes(trainer.run().checkpoint());
        }
    }

    /** Nothing later than the moment gone back to is found by its name. */
    private static void checkFolder(Trainer trainer) {
        RunDirectory directory = RunDirectory.existing(trainer.runDir());
        for (SnapshotName kind :
                new SnapshotName[] {SnapshotName.CHECKPOINT, SnapshotName.NETWORK}) {
            assertEquals(trainer.images(), directory.files(kind).lastKey());
        }
        assertFalse(
                Files.exists(directory.best())
                        && new BestCheckpoint(directory.best(), "latest", (t, s) -> 0).images()
                                > trainer.images());
    }

    /** Without a failure; the settings are part of a checkpoint, so they must be the same. */
    private Whole whole(Map<String, Object> changes) throws IOException {
        Whole whole = WHOLE.get(changes);
        if (whole == null) {
            TrainingConfig config = config("whole", 2).with(changes);
            byte[] checkpoint = run(config, (images, fakes) -> false);
            whole = new Whole(checkpoint, ResumeTest.statistics(at("whole")));
            WHOLE.put(changes, whole);
        }
        return whole;
    }

    private static Map<String, Object> on(String device) {
        return Map.of("device", device);
    }

    private Set<String> abandoned(String name) throws IOException {
        try (Stream<Path> files = Files.list(at(name))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.contains(RunDirectory.ABANDONED))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    static Stream<Arguments> devicesAndAugmentations() {
        return devices().flatMap(d -> Stream.of("none", "ada").map(a -> Arguments.of(d, a)));
    }

    static Stream<String> devices() {
        return Backends.devices().stream().filter(DeviceInfo::usable).map(DeviceInfo::id);
    }

    /** What failed once, as a device does that was too hot, leaves no trace in the result. */
    @ParameterizedTest
    @MethodSource("devicesAndAugmentations")
    void aFailureThatPassesIsUndone(String device, String augment) throws IOException {
        Map<String, Object> changes = new HashMap<>(on(device));
        if (augment.equals("ada")) {
            changes.putAll(Map.of("augment", augment, "adaTarget", -0.5, "adaKimg", 0.5));
        }
        Whole whole = whole(changes);
        byte[] found = run(config("failed", 2).with(changes), Failing.times(1, 480, 560));
        assertArrayEquals(whole.checkpoint(), found);
        assertEquals(List.of(400L), rollbacks);
        assertArrayEquals(whole.statistics(), ResumeTest.statistics(at("failed")));
        assertTrue(
                Files.readString(at("failed").resolve("log.txt"))
                        .contains(
                                "WARN  Trainer - The gradients of the discriminator were infinite or"
                                        + " NaN in 4 steps in a row, up to 0.56 kimg; training goes on"
                                        + " from checkpoint-000000.400.safetensors (1 of at most 2"
                                        + " times)"));
    }

    /** One rollback is allowed, and there are two: the first does not count any more. */
    @Test
    void failuresFarApartEachGoBackToTheNewestCheckpoint() throws IOException {
        byte[] expected = whole(Map.of("rollbacks", 1)).checkpoint();
        Failing failing = Failing.times(1, 240, 320).or(Failing.times(1, 640, 720));
        assertArrayEquals(expected, run(config("failed", 1), failing));
        assertEquals(List.of(200L, 600L), rollbacks);
        assertEquals(Set.of(), abandoned("failed"));
    }

    @ParameterizedTest
    @MethodSource("devices")
    void whatFollowsFromTheRandomNumbersIsLeftByDrawingOthersFromFurtherBack(String device)
            throws IOException {
        byte[] expected = whole(on(device)).checkpoint();
        TrainingConfig failed = config("failed", 2).withDevice(device);
        byte[] found = run(failed, Failing.onTheSameImages(480, 560));
        assertEquals(List.of(400L, 200L), rollbacks);
        assertFalse(Arrays.equals(expected, found));
        assertEquals(
                Set.of(
                        "checkpoint-000000.400.safetensors.abandoned",
                        "fakes000000.400.png.abandoned",
                        "network-snapshot-000000.400.safetensors.abandoned"),
                abandoned("failed"));
        assertEquals(
                Set.of(200L, 400L, 600L, 800L),
                ReadEvents.curves(at("failed")).get("Progress/tick").keySet());
        assertEquals(4, Files.readAllLines(at("failed").resolve("stats.jsonl")).size());
        TrainingConfig repeated = config("again", 2).withDevice(device);
        byte[] again = run(repeated, Failing.onTheSameImages(480, 560));
        assertArrayEquals(found, again);
    }

    @Test
    void withoutAnEarlierCheckpointTheSameOneIsTakenWithOtherNumbers() throws IOException {
        byte[] expected = whole(on("cpu")).checkpoint();
        byte[] found = run(config("failed", 2), Failing.onTheSameImages(240, 320));
        assertEquals(List.of(200L, 200L), rollbacks);
        assertFalse(Arrays.equals(expected, found));
    }

    /**
     * A newer checkpoint is written in the midst of steps that fail again, before the run has got
     * past its first failure; of which one alone is kept otherwise.
     */
    @Test
    void theCheckpointThatMayBeNeededAgainIsKept() throws IOException {
        TrainingConfig config = config("kept", 2).with("keepCheckpoints", 1);
        run(
                config,
                (images, fakes) ->
                        switch (rollbacks.size()) {
                            case 0 -> images >= 480 && images < 560;
                            case 1 -> images >= 560 && images < 640;
                            default -> false;
                        });
        assertEquals(List.of(400L, 400L), rollbacks);
        RunDirectory directory = RunDirectory.existing(at("kept"));
        assertEquals(Set.of(800L), directory.files(SnapshotName.CHECKPOINT).keySet());
        assertEquals(
                Set.of(
                        "checkpoint-000000.600.safetensors.abandoned",
                        "fakes000000.600.png.abandoned",
                        "network-snapshot-000000.600.safetensors.abandoned"),
                abandoned("kept"));
    }

    /** Killed after going back twice, before the next checkpoint. */
    @Test
    void aRunThatIsKilledAfterGoingBackGoesOnAsIfItWasNot() throws IOException {
        byte[] expected = run(config("left", 3), Failing.onTheSameImages(480, 560));
        Failing failing = Failing.onTheSameImages(480, 560);
        TrainingConfig config = config("killed", 3);
        Failing killing =
                (images, fakes) -> {
                    if (rollbacks.size() == 2 && images == 320) {
                        throw new Killed();
                    }
                    return failing.at(images, fakes);
                };
        assertThrows(Killed.class, () -> run(config, killing));
        assertArrayEquals(expected, run(config, failing, true));
        assertArrayEquals(ResumeTest.statistics(at("left")), ResumeTest.statistics(at("killed")));
    }

    @Test
    void aResumedRunKnowsHowOftenItHasGoneBack() {
        TrainingConfig config = config("killed", 1);
        Failing failing = Failing.times(9, 480, 560);
        assertThrows(
                Killed.class,
                () ->
                        run(
                                config,
                                (images, fakes) -> {
                                    if (rollbacks.size() == 1 && images == 440) {
                                        throw new Killed();
                                    }
                                    return failing.at(images, fakes);
                                }));
        TrainingFailedException e =
                assertThrows(TrainingFailedException.class, () -> run(config, failing, true));
        assertTrue(e.getMessage().contains("after going back 1 time"), e.getMessage());
        assertEquals(List.of(400L), rollbacks);
    }

    @Test
    void fewFailuresAreSkippedAndCounted() throws IOException {
        byte[] expected = whole(on("cpu")).checkpoint();
        assertFalse(Arrays.equals(expected, run(config("few", 2), Failing.times(1, 480, 540))));
        assertEquals(List.of(), rollbacks);
    }

    /** Also where the newest checkpoint is in the middle of the steps that fail. */
    @Test
    void aFailureThatStaysEndsTheRun() {
        TrainingFailedException e =
                assertThrows(
                        TrainingFailedException.class,
                        () -> run(config("ended", 3), (images, fakes) -> images >= 320));
        assertTrue(
                e.getMessage()
                        .startsWith(
                                "The gradients of the discriminator were infinite or NaN in 4 steps"
                                        + " in a row, up to 0.4 kimg, after going back 3 times. "),
                e.getMessage());
        assertEquals(List.of(200L, 200L, 200L), rollbacks);

        assertThrows(
                TrainingFailedException.class,
                () -> run(config("middle", 3), (images, fakes) -> images >= 360));
        assertEquals(List.of(400L, 200L, 200L), rollbacks);
    }

    @Test
    void withoutACheckpointTheRunEndsAtOnce() {
        TrainingFailedException e =
                assertThrows(
                        TrainingFailedException.class,
                        () -> run(config("early", 3), (images, fakes) -> true));
        assertTrue(e.getMessage().contains("no checkpoint to go back to"), e.getMessage());
    }

    @Test
    void theLimitCanBeSwitchedOff() throws IOException {
        TrainingConfig config = config("off", 3).with("nonFiniteLimit", 0);
        assertTrue(run(config, (images, fakes) -> true).length > 0);
        assertEquals(List.of(), rollbacks);
    }
}
