package io.github.stylegan4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.stylegan4j.array.ArrayTooLongException;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.Backends;
import io.github.stylegan4j.spi.DeviceInfo;
import io.github.stylegan4j.spi.ForwardingBackend;
import io.github.stylegan4j.train.augment.Augmentation;
import io.github.stylegan4j.train.data.ImageSource;
import io.github.stylegan4j.train.loss.GanLoss;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What a plan takes for a shortage of memory, and what comes of one. */
class MemoryCheckTest {
    @TempDir private Path folder;

    private TrainingConfig config() {
        return TinyRuns.config(folder.resolve("run")).with("transitionKimg", 0);
    }

    private static MemoryPlan plan(TrainingConfig config, Augmentation augmentation) {
        GanLoss loss = config.losses().function();
        return MemoryPlan.of(config, TinyRuns.images(), "cpu", loss, augmentation);
    }

    private static Augmentation failing(RuntimeException failure) {
        return (images, context) -> {
            throw failure;
        };
    }

    @Test
    void aDefectIsNoShortageOfMemory() {
        IllegalStateException defect = new IllegalStateException("a defect");
        assertSame(
                defect,
                assertThrows(IllegalStateException.class, () -> plan(config(), failing(defect))));
        TrainerBuilder builder =
                Trainer.builder(config())
                        .source(TinyRuns.images())
                        .augmentation(failing(defect))
                        .checkMemory(MemoryCheck.WARN);
        assertSame(defect, assertThrows(IllegalStateException.class, builder::build));
    }

    @Test
    void aTensorLongerThanAnArrayDoesNotFit() {
        MemoryPlan plan = plan(config(), failing(new ArrayTooLongException("too long by far")));
        assertFalse(plan.fits());
        assertTrue(plan.refusal().contains("too long by far"), plan.refusal());
        assertTrue(plan.refusal().contains("--memory-check warn"), plan.refusal());
    }

    @Test
    void whatTheCallerBringsAlongIsPlanned() {
        MemoryPlan without = plan(config(), Augmentation.none());
        MemoryPlan with = plan(config(), (images, context) -> images.mul(2).add(1).mul(0.5));
        int last = without.steps().size() - 1;
        assertTrue(
                with.steps().get(last).deviceBytes() > without.steps().get(last).deviceBytes(),
                without.table() + with.table());
    }

    @Test
    void aRunThatDoesNotFitBeginsIfToldTo() {
        ArrayTooLongException tooLong = new ArrayTooLongException("too long by far");
        TrainerBuilder builder =
                Trainer.builder(config()).source(TinyRuns.images()).augmentation(failing(tooLong));
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, builder.checkMemory()::build);
        assertTrue(e.getMessage().contains("--memory-check warn"), e.getMessage());
        assertEquals(1, warnings(builder.checkMemory(MemoryCheck.WARN)).size());
        assertEquals(List.of(), warnings(builder.checkMemory(MemoryCheck.OFF)));
    }

    private static List<String> warnings(TrainerBuilder builder) {
        Logger logger = (Logger) LoggerFactory.getLogger(TrainerBuilder.class);
        ListAppender<ILoggingEvent> heard = new ListAppender<>();
        heard.start();
        logger.addAppender(heard);
        try (Trainer trainer = builder.build()) {
            assertEquals("logistic", trainer.config().losses().loss());
        } finally {
            logger.detachAppender(heard);
        }
        return heard.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    /** The smallest of all networks, and yet not one that could be made. */
    @Test
    void networksThatCannotBeMadeDoNotFit() {
        TrainingConfig large = config().with(Map.of("fmapBase", 1 << 22, "fmapMax", 1 << 17));
        for (String microBatch : new String[] {"all", "auto"}) {
            MemoryPlan plan =
                    MemoryPlan.of(large.with("microBatch", microBatch), TinyRuns.images(), "cpu");
            assertEquals(3, plan.steps().size());
            for (PlannedStep step : plan.steps()) {
                assertFalse(step.isCounted());
                assertFalse(plan.fits(step));
            }
            assertTrue(plan.table().contains("unknown"), plan.table());
            assertTrue(plan.table().contains("does not fit"), plan.table());
            assertTrue(plan.refusal().contains("too large to be made"), plan.refusal());
            assertTrue(plan.refusal().contains("2^31 - 1 elements"), plan.refusal());
        }
    }

    @Test
    void whoseMemoryIsTheJavaHeapIsToldThatItHoldsMore() {
        MemoryPlan plan = plan(config(), Augmentation.none());
        assertTrue(plan.inHeap());
        assertTrue(plan.table().contains("The Java heap holds more"), plan.table());
        MemoryPlan elsewhere =
                new MemoryPlan("a device", plan.limits(), false, 0, plan.disk(), plan.steps());
        assertFalse(elsewhere.table().contains("The Java heap holds more"), elsewhere.table());
    }

    @Test
    void imagesOfTheDataSetCountWhereTheyShareTheHeap() {
        ImageSource kept =
                new ForwardingImages(TinyRuns.images()) {
                    @Override
                    public long heapBytes() {
                        return Runtime.getRuntime().maxMemory();
                    }
                };
        MemoryPlan plan = MemoryPlan.of(config(), kept, "cpu");
        assertFalse(plan.fits(), plan.table());
        assertEquals(Runtime.getRuntime().maxMemory(), plan.dataBytes());
        MemoryPlan elsewhere =
                new MemoryPlan(
                        "a device",
                        plan.limits(),
                        false,
                        plan.dataBytes(),
                        plan.disk(),
                        plan.steps());
        assertTrue(elsewhere.fits(), elsewhere.table());
    }

    /** Its minibatch grows while a resolution is held; what counts is the largest. */
    @Test
    void aScheduleOfOnesOwnIsPlanned() {
        TrainingConfig config = config().with("microBatch", "auto");
        Schedule published = new TrainingSchedule(config.schedule());
        Schedule growing =
                images -> {
                    SchedulePoint now = published.at(images);
                    return now.withMinibatch(now.resolution() == 16 && images >= 150 ? 8 : 4);
                };
        MemoryPlanner planner =
                new MemoryPlanner(
                        config, TinyRuns.images(), config.losses().function(), Augmentation.none());
        assertEquals(
                List.of("4: 4", "8: 4", "16: 8"),
                planner.moments(growing).stream()
                        .map(now -> now.resolution() + ": " + now.minibatch())
                        .toList());
        assertEquals(
                List.of("4: 4", "8: 4", "16: 4"),
                planner.moments().stream()
                        .map(now -> now.resolution() + ": " + now.minibatch())
                        .toList());
        TrainerBuilder builder =
                Trainer.builder(config())
                        .source(TinyRuns.images())
                        .schedule(images -> published.at(images).withMinibatch(1 << 24))
                        .checkMemory();
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, builder::build);
        assertTrue(e.getMessage().contains("16777216"), e.getMessage());
    }

    /** A device under a name that no provider knows. */
    private static final class Renamed extends ForwardingBackend {
        private final boolean keepsAccount;

        Renamed(Backend device, boolean keepsAccount) {
            super(device);
            this.keepsAccount = keepsAccount;
        }

        @Override
        public String id() {
            return "a name of its own";
        }

        @Override
        public Optional<Backend> accounting() {
            return keepsAccount ? super.accounting() : Optional.empty();
        }
    }

    @Test
    void aBackendOfTheCallersIsPlannedWhateverItIsCalled() {
        TrainingConfig auto = config().with("microBatch", "auto");
        try (Backend cpu = Backends.open("cpu")) {
            TrainerBuilder planned =
                    Trainer.builder(auto)
                            .source(TinyRuns.images())
                            .backend(new Renamed(cpu, true))
                            .checkMemory();
            assertEquals(List.of(), warnings(planned));
            TrainerBuilder unknown =
                    Trainer.builder(config().withRunDir(folder.resolve("unknown")))
                            .source(TinyRuns.images())
                            .backend(new Renamed(cpu, false))
                            .checkMemory();
            List<String> heard = warnings(unknown);
            assertEquals(1, heard.size());
            assertTrue(heard.get(0).contains("keeps no account"), heard.get(0));
            TrainerBuilder refused =
                    Trainer.builder(auto.withRunDir(folder.resolve("refused")))
                            .source(TinyRuns.images())
                            .backend(new Renamed(cpu, false));
            IllegalArgumentException e =
                    assertThrows(IllegalArgumentException.class, refused::build);
            assertTrue(e.getMessage().contains("microBatch"), e.getMessage());
        }
    }

    /** All resolutions are planned on one backend; none leaves anything behind for the next. */
    @Test
    void aResolutionIsPlannedAsIfItWereTheOnlyOne() {
        for (DeviceInfo device : Backends.devices()) {
            if (!device.usable() || device.id().equals("reference")) {
                continue;
            }
            List<PlannedStep> alone = new ArrayList<>();
            for (int resolution = 16; resolution >= 4; resolution /= 2) {
                TrainingConfig from = config().with("initialResolution", resolution);
                List<PlannedStep> steps =
                        MemoryPlan.of(from, TinyRuns.images(), device.id()).steps();
                alone.add(0, steps.get(0));
            }
            TrainingConfig all = config().with("initialResolution", 4);
            assertEquals(alone, MemoryPlan.of(all, TinyRuns.images(), device.id()).steps());
        }
    }
}
