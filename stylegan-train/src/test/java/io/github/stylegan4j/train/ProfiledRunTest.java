package io.github.stylegan4j.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.stylegan4j.profile.PhaseTime;
import io.github.stylegan4j.profile.Profiler;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.Backends;
import io.github.stylegan4j.spi.DeviceInfo;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfiledRunTest {
    private static final long SLOW_NANOS = 500_000_000;

    @TempDir private Path folder;

    private TrainingSummary run(String name, Profiler profiler, List<TickStats> ticks) {
        TrainingConfig config = TinyRuns.config(folder.resolve(name)).withTotalKimg(0.096);
        try (Trainer trainer =
                Trainer.builder(config)
                        .source(TinyRuns.images())
                        .profiler(profiler)
                        .onTick(ticks::add)
                        .build()) {
            return trainer.run();
        }
    }

    @Test
    void ticksTellHowLongEachPhaseTook() throws IOException {
        ticksTellHowLongEachPhaseTook("all", Profiler.on());
        ticksTellHowLongEachPhaseTook("phases", Profiler.phases());
    }

    private void ticksTellHowLongEachPhaseTook(String name, Profiler profiler) throws IOException {
        List<TickStats> ticks = new ArrayList<>();
        run(name, profiler, ticks);
        assertTrue(
                ticks.get(1)
                        .phaseSeconds()
                        .keySet()
                        .containsAll(
                                Set.of(
                                        "discriminator",
                                        "discriminator/data",
                                        "discriminator/fakes",
                                        "discriminator/loss",
                                        "discriminator/loss/r1",
                                        "discriminator/backward",
                                        "discriminator/optimizer",
                                        "average",
                                        "generator",
                                        "generator/backward",
                                        "pictures",
                                        "snapshot")),
                ticks.get(1).phaseSeconds().toString());
        for (TickStats tick : ticks) {
            Map<String, Double> seconds = tick.phaseSeconds();
            double steps =
                    seconds.get("discriminator")
                            + seconds.get("generator")
                            + seconds.get("average");
            assertTrue(steps > 0 && steps <= tick.tickSeconds(), steps + " of a tick's time");
        }
        double inTicks = ticks.stream().mapToDouble(t -> t.phaseSeconds().get("generator")).sum();
        PhaseTime generator =
                profiler.profile().phases().stream()
                        .filter(p -> p.path().equals("generator"))
                        .findFirst()
                        .orElseThrow();
        assertEquals(generator.seconds(), inTicks, 1e-6);
        assertEquals(24, generator.calls());
        String line = Files.readAllLines(folder.resolve(name).resolve("stats.jsonl")).get(2);
        assertTrue(new ObjectMapper().readTree(line).at("/phase_seconds/generator").asDouble() > 0);
    }

    @Test
    void nestedPhasesTakeNoLongerThanWhatTheyAreIn() {
        Profiler profiler = Profiler.on();
        run("run", profiler, new ArrayList<>());
        Map<String, PhaseTime> phases =
                profiler.profile().phases().stream()
                        .collect(Collectors.toMap(PhaseTime::path, p -> p));
        for (PhaseTime outer : phases.values()) {
            List<PhaseTime> inner =
                    phases.values().stream()
                            .filter(
                                    p ->
                                            p.depth() == outer.depth() + 1
                                                    && p.path().startsWith(outer.path() + "/"))
                            .toList();
            double host = inner.stream().mapToDouble(PhaseTime::hostSeconds).sum();
            double device = inner.stream().mapToDouble(PhaseTime::operationSeconds).sum();
            assertTrue(host <= outer.hostSeconds() + 1e-9, outer.path());
            assertTrue(device <= outer.operationSeconds() + 1e-9, outer.path());
            assertTrue(outer.operationSeconds() <= outer.hostSeconds() + 1e-9, outer.path());
        }
    }

    @Test
    void phasesAreMeasuredWithoutBeingAskedForOnEveryDevice() throws IOException {
        for (DeviceInfo device : Backends.devices()) {
            if (!device.usable() || device.id().equals("reference")) {
                continue;
            }
            List<TickStats> ticks = new ArrayList<>();
            TrainingConfig config =
                    TinyRuns.config(folder.resolve(device.id().replace(':', '-')))
                            .with(Map.of("device", device.id(), "totalKimg", 0.096));
            try (Trainer trainer =
                    Trainer.builder(config).source(TinyRuns.images()).onTick(ticks::add).build()) {
                trainer.run();
            }
            TickStats tick = ticks.get(1);
            Map<String, Double> seconds = tick.phaseSeconds();
            double steps =
                    seconds.get("discriminator")
                            + seconds.get("generator")
                            + seconds.get("average");
            double whole = tick.tickSeconds() + tick.maintenanceSeconds();
            assertTrue(steps > 0 && steps <= whole, steps + " s of " + whole + " on " + device);
            assertTrue(tick.progressLine().contains(" | % data "), tick.progressLine());
            Map<String, Double> groups = PhaseGroups.of(seconds);
            assertTrue(groups.get("gradient penalty") > 0, groups.toString());
            assertTrue(groups.get("files") > 0, groups.toString());
        }
    }

    /** One grid takes long, for a reason that nobody can mistake. */
    @Test
    void aTicksGridCountsInThatTick() {
        for (DeviceInfo device : Backends.devices()) {
            if (!device.usable() || device.id().equals("reference")) {
                continue;
            }
            List<TickStats> ticks = new ArrayList<>();
            AtomicInteger grids = new AtomicInteger();
            TrainingListener slow =
                    new TrainingListener() {
                        @Override
                        public void onGrid(Trainer trainer, Path file, BufferedImage grid) {
                            // The first is drawn before training.
                            if (grids.incrementAndGet() == 3) {
                                // A thread that is parked may go on at any time.
                                long until = System.nanoTime() + SLOW_NANOS;
                                while (System.nanoTime() < until) {
                                    LockSupport.parkNanos(until - System.nanoTime());
                                }
                            }
                        }
                    };
            TrainingConfig config =
                    TinyRuns.config(folder.resolve("slow-" + device.id().replace(':', '-')))
                            .with(Map.of("device", device.id(), "totalKimg", 0.096));
            try (Trainer trainer =
                    Trainer.builder(config)
                            .source(TinyRuns.images())
                            .listener(slow)
                            .onTick(ticks::add)
                            .build()) {
                trainer.run();
            }
            double found = ticks.get(1).phaseSeconds().get("pictures");
            assertTrue(found >= 0.9e-9 * SLOW_NANOS, found + " s on " + device);
        }
    }

    @Test
    void measuringChangesNoBitAndCanBeSwitchedOff() throws IOException {
        List<TickStats> ticks = new ArrayList<>();
        byte[] plain = Files.readAllBytes(run("plain", Profiler.off(), ticks).checkpoint());
        assertEquals(Map.of(), ticks.get(0).phaseSeconds());
        for (Profiler profiler : List.of(Profiler.phases(), Profiler.tracing())) {
            String name = profiler.measuresOperations() ? "all" : "phases";
            byte[] measured = Files.readAllBytes(run(name, profiler, ticks).checkpoint());
            assertArrayEquals(plain, measured);
        }
    }

    @Test
    void aTraceIsAChromeTraceOfPhasesAndOperations() throws IOException {
        Profiler profiler = Profiler.tracing();
        run("run", profiler, new ArrayList<>());
        Path file = folder.resolve("trace.json");
        profiler.writeTrace(file);
        JsonNode events = new ObjectMapper().readTree(file.toFile()).get("traceEvents");
        int phases = 0;
        int operations = 0;
        for (JsonNode e : events) {
            if (e.get("ph").asText().equals("X")) {
                assertTrue(e.get("ts").asDouble() >= 0 && e.get("dur").asDouble() >= 0);
                assertEquals(1, e.get("pid").asInt());
                phases += e.get("tid").asInt() == 1 ? 1 : 0;
                operations += e.get("tid").asInt() == 2 ? 1 : 0;
            } else {
                assertEquals("thread_name", e.get("name").asText());
            }
        }
        long expected = profiler.profile().phases().stream().mapToLong(PhaseTime::calls).sum();
        assertEquals(expected, phases);
        assertTrue(operations > 1000, operations + " operations");
    }

    @Test
    void aBackendOpenedWithoutTheProfilerIsRefused() {
        try (Backend backend = Backends.open("cpu")) {
            TrainerBuilder builder =
                    Trainer.builder(TinyRuns.config(folder.resolve("run")))
                            .source(TinyRuns.images())
                            .backend(backend)
                            .profiler(Profiler.on());
            IllegalArgumentException e =
                    assertThrows(IllegalArgumentException.class, builder::build);
            assertTrue(e.getMessage().contains("withProfiler"), e.getMessage());
        }
    }
}
