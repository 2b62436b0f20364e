package io.github.stylegan4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.stylegan4j.array.Buffer;
import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.io.HostTensor;
import io.github.stylegan4j.io.Safetensors;
import io.github.stylegan4j.io.SafetensorsFile;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.Backends;
import io.github.stylegan4j.spi.ForwardingBackend;
import io.github.stylegan4j.train.data.DataException;
import io.github.stylegan4j.train.data.ImageSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Steps that are measured ahead of training leave no trace in it. */
class LookAheadTest {
    @TempDir private Path folder;

    private TrainingSummary run(TrainingConfig config, List<TickStats> ticks) {
        try (Trainer trainer =
                Trainer.builder(config).source(TinyRuns.images()).onTick(ticks::add).build()) {
            return trainer.run();
        }
    }

    private TrainingConfig looking(String name) {
        return TinyRuns.config(folder.resolve(name)).with("measureAhead", true);
    }

    /** All tensors but the checksum, which covers the header; the setting itself is in there. */
    private static List<HostTensor> tensors(Path checkpoint) throws IOException {
        List<HostTensor> all = new ArrayList<>();
        try (SafetensorsFile open = Safetensors.open(checkpoint)) {
            for (String name : open.tensors().keySet()) {
                if (!name.equals(CheckpointChecksum.NAME)) {
                    all.add(open.read(name));
                }
            }
        }
        return all;
    }

    @Test
    void checkpointsAreTheSameWithAndWithout() throws IOException {
        List<TickStats> with = new ArrayList<>();
        List<TickStats> without = new ArrayList<>();
        TrainingConfig plain = TinyRuns.config(folder.resolve("without"));
        TrainingConfig config = looking("with");
        List<HostTensor> expected = tensors(run(plain, without).checkpoint());
        List<HostTensor> found = tensors(run(config, with).checkpoint());
        assertEquals(expected.size(), found.size());
        for (int i = 0; i < found.size(); i++) {
            assertEquals(expected.get(i).bytes(), found.get(i).bytes());
        }
        for (int i = 0; i < with.size(); i++) {
            assertEquals(without.get(i).quantities(), with.get(i).quantities());
            assertEquals(without.get(i).memory().liveBytes(), with.get(i).memory().liveBytes());
            assertEquals(
                    without.get(i).memory().peakLiveBytes(), with.get(i).memory().peakLiveBytes());
        }
    }

    @Test
    void whoDoesNotGrowHasNothingToMeasure() throws IOException {
        List<TickStats> ticks = new ArrayList<>();
        run(TinyRuns.atFullResolution(folder).with("measureAhead", true), ticks);
        assertFalse(Double.isNaN(ticks.get(0).remainingSeconds()));
    }

    /** The first tick trains at 4x4; whoever asks for more looks ahead. */
    private static ImageSource onFirstLookAhead(Runnable event) {
        AtomicBoolean first = new AtomicBoolean(true);
        return new ForwardingImages(TinyRuns.images()) {
            @Override
            public byte[] image(int index, int level) {
                if (level > 4 && first.getAndSet(false)) {
                    event.run();
                }
                return super.image(index, level);
            }
        };
    }

    @Test
    void anImageThatCannotBeReadMeanwhileEndsNoRun() throws IOException {
        TrainingConfig plain = TinyRuns.config(folder.resolve("without"));
        TrainingConfig config = looking("with");
        List<HostTensor> expected = tensors(run(plain, new ArrayList<>()).checkpoint());
        AtomicInteger failures = new AtomicInteger();
        List<TickStats> ticks = new ArrayList<>();
        ImageSource source =
                onFirstLookAhead(
                        () -> {
                            failures.incrementAndGet();
                            throw new DataException("the disk is busy");
                        });
        try (Trainer trainer = Trainer.builder(config).source(source).onTick(ticks::add).build()) {
            List<HostTensor> found = tensors(trainer.run().checkpoint());
            for (int i = 0; i < expected.size(); i++) {
                assertEquals(expected.get(i).bytes(), found.get(i).bytes());
            }
        }
        assertEquals(1, failures.get());
        assertFalse(Double.isNaN(ticks.get(0).remainingSeconds()), "the rest is predicted");
    }

    @Test
    void aRunIsStoppedWhileItLooksAhead() throws IOException {
        Path run = folder.resolve("run");
        ImageSource source =
                onFirstLookAhead(
                        () -> {
                            try {
                                Files.createFile(run.resolve(RunDirectory.STOP));
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        });
        try (Trainer trainer = Trainer.builder(looking("run")).source(source).build()) {
            assertEquals(32, trainer.run().images());
        }
    }

    /** Has room for some allocations, and for none after them. */
    private static final class FullBackend extends ForwardingBackend {
        private long left;

        FullBackend(Backend backend, long left) {
            super(backend);
            this.left = left;
        }

        @Override
        public Buffer allocate(DType dtype, int length) {
            if (left-- <= 0) {
                throw new OutOfMemoryError("the device is full");
            }
            return super.allocate(dtype, length);
        }
    }

    private static final WarmUpClock STANDING = WarmUpClockTest.standing(2);

    private static LookAhead lookAhead(TrainingConfig config, Backend backend) {
        TimeToGo timeToGo =
                new TimeToGo(
                        new TrainingSchedule(config.schedule()), new StepCost(config), 192, 2, 1);
        return new LookAhead(
                true,
                backend,
                timeToGo,
                () -> new StepProbe(config, TinyRuns.images(), backend),
                STANDING);
    }

    @Test
    void memoryThatDoesNotSufficeForBothIsGivenBack() {
        TrainingConfig config = TinyRuns.config(folder);
        try (Backend backend = Backends.open("cpu")) {
            for (long room : new long[] {400, 1000, 3000}) {
                lookAhead(config, new FullBackend(backend, room)).measure(0, () -> false);
                assertEquals(0, backend.memory().liveBuffers(), room + " buffers");
            }
        }
    }

    @Test
    void noStepIsBegunOnceSomebodyHasAskedToStop() {
        TrainingConfig config = TinyRuns.config(folder);
        try (Backend backend = Backends.open("cpu")) {
            for (int asked : new int[] {1, 2, 6, 25}) {
                AtomicInteger looks = new AtomicInteger();
                lookAhead(config, backend).measure(0, () -> looks.incrementAndGet() == asked);
                assertEquals(asked, looks.get());
                assertEquals(0, backend.memory().liveBuffers());
            }
        }
    }
}
