package io.github.stylegan4j.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.BackendOptions;
import io.github.stylegan4j.spi.Backends;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfilerTest {
    @TempDir private Path folder;

    private static PhaseTime phase(Profiler profiler, String path) {
        return profiler.profile().phases().stream()
                .filter(p -> p.path().equals(path))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void itIsOffUnlessOneAsks() {
        try (Backend backend = Backends.open("cpu")) {
            assertSame(Profiler.off(), backend.profiler());
        }
        Profiler off = Profiler.off();
        List<String> asked = new ArrayList<>();
        try (Phase a = off.phase("a")) {
            off.measure("op", () -> "asked", () -> asked.add("run"));
            off.operation(off.position(), "op", () -> "asked", 0, 5);
        }
        assertEquals(List.of("run"), asked);
        assertEquals(List.of(), off.profile().phases());
        assertEquals(List.of(), off.profile().operations());
    }

    @Test
    void aProfilerOfPhasesHearsOfNoOperation() {
        Profiler profiler = Profiler.phases();
        assertTrue(profiler.isOn());
        assertFalse(profiler.measuresOperations());
        List<String> done = new ArrayList<>();
        try (Phase a = profiler.phase("a")) {
            profiler.measure("op", () -> "asked", () -> done.add("run"));
            profiler.operation(profiler.position(), "op", () -> "asked", 0, 5);
        }
        assertEquals(List.of("run"), done);
        assertEquals(List.of(), profiler.profile().operations());
        assertEquals(1, phase(profiler, "a").calls());
        assertEquals(phase(profiler, "a").hostSeconds(), phase(profiler, "a").seconds());
    }

    @Test
    void aDevicesClockDecidesHowLongPhasesTook() {
        Profiler profiler = Profiler.phases();
        List<LongConsumer> noted = new ArrayList<>();
        Phase before = profiler.phase("before");
        profiler.follow(noted::add);
        before.close();
        for (int i = 0; i < 2; i++) {
            try (Phase outer = profiler.phase("outer");
                    Phase inner = profiler.phase("inner")) {
                assertTrue(Double.isNaN(phase(profiler, "outer").deviceSeconds()), "not yet");
            }
        }
        profiler.follow(null);
        profiler.in("after", () -> 0);
        assertEquals(1 + 2 * 4, noted.size());
        // The device comes to them late, one after the other: at 0, 1, 4, 9, ... seconds.
        for (int i = 0; i < noted.size(); i++) {
            noted.get(i).accept(i * i * 1_000_000_000L);
        }
        assertEquals(16 - 1 + 64 - 25, phase(profiler, "outer").seconds(), 1e-9);
        assertEquals(9 - 4 + 49 - 36, phase(profiler, "outer/inner").seconds(), 1e-9);
        assertTrue(phase(profiler, "before").seconds() < 60, "the device saw its end alone");
        assertTrue(Double.isNaN(phase(profiler, "after").deviceSeconds()));
    }

    @Test
    void whereADeviceStopsTellingTheProgramsTimeGoesOn() {
        Profiler profiler = Profiler.phases();
        List<LongConsumer> noted = new ArrayList<>();
        profiler.follow(noted::add);
        profiler.in("a", () -> 0);
        for (int i = 0; i < noted.size(); i++) {
            noted.get(i).accept(i * 1_000_000_000L);
        }
        profiler.follow(reached -> false);
        assertEquals(1, phase(profiler, "a").seconds(), 1e-9);
        double before = phase(profiler, "a").hostSeconds();
        profiler.in("a", System::nanoTime);
        PhaseTime after = phase(profiler, "a");
        assertTrue(after.hostSeconds() > before);
        assertEquals(1 + after.hostSeconds() - before, after.seconds(), 1e-9);
        profiler.in("b", () -> 0);
        assertTrue(Double.isNaN(phase(profiler, "b").deviceSeconds()));
    }

    @Test
    void phasesNestAndAddUp() {
        Profiler profiler = Profiler.on();
        for (int i = 0; i < 3; i++) {
            try (Phase outer = profiler.phase("outer")) {
                profiler.operation(profiler.position(), "add", () -> "", 0, 1_000_000_000L);
                for (int k = 0; k < 2; k++) {
                    try (Phase inner = profiler.phase("inner")) {
                        profiler.operation(profiler.position(), "mul", () -> "", 5, 500_000_005L);
                    }
                }
            }
        }
        PhaseTime outer = phase(profiler, "outer");
        PhaseTime inner = phase(profiler, "outer/inner");
        assertEquals(3, outer.calls());
        assertEquals(6, inner.calls());
        assertEquals(6, outer.operationSeconds(), 1e-9);
        assertEquals(3, inner.operationSeconds(), 1e-9);
        assertTrue(outer.hostSeconds() >= inner.hostSeconds());
        assertEquals(0, outer.depth());
        assertEquals(1, inner.depth());
        assertEquals("inner", inner.name());
        Profile all = profiler.profile();
        assertEquals(
                List.of("outer", "outer/inner"),
                all.phases().stream().map(PhaseTime::path).toList());
        assertEquals(6, all.operationSeconds(), 1e-9);
        assertEquals(6, all.phaseSeconds(), 1e-6);
        assertEquals(
                List.of(new OperationTime("add", 3, 3), new OperationTime("mul", 6, 3)).size(),
                all.operations().size());
        assertTrue(all.text().contains("  inner"), all.text());
    }

    @Test
    void anOperationThatEndsLaterBelongsToWhereItBegan() {
        Profiler profiler = Profiler.on();
        Profiler.Position where;
        try (Phase first = profiler.phase("first")) {
            where = profiler.position();
        }
        try (Phase second = profiler.phase("second")) {
            profiler.operation(where, "late", () -> "", 10, 2_000_000_010L);
        }
        assertEquals(2, phase(profiler, "first").operationSeconds(), 1e-9);
        assertEquals(0, phase(profiler, "second").operationSeconds());
        assertEquals(2, phase(profiler, "first").seconds(), 1e-9);
    }

    @Test
    void aFailureLeavesThePhase() {
        Profiler profiler = Profiler.on();
        assertThrows(
                IllegalStateException.class,
                () ->
                        profiler.in(
                                "fails",
                                () -> {
                                    throw new IllegalStateException("as intended");
                                }));
        assertEquals(1, phase(profiler, "fails").calls());
        assertEquals(7, profiler.<Integer>in("works", () -> 7));
        assertEquals("works", phase(profiler, "works").path());
    }

    @Test
    void namesAndOrderAreChecked() {
        Profiler profiler = Profiler.on();
        assertThrows(IllegalArgumentException.class, () -> profiler.phase("a/b"));
        assertThrows(IllegalArgumentException.class, () -> profiler.phase(""));
        Phase phase = profiler.phase("a");
        phase.close();
        assertThrows(IllegalStateException.class, phase::close);
        assertThrows(
                IllegalStateException.class, () -> profiler.writeTrace(folder.resolve("t.json")));
    }

    @Test
    void theCpuBackendReportsEachOperation() {
        Profiler profiler = Profiler.on();
        try (Backend backend =
                        Backends.open("cpu", BackendOptions.defaults().withProfiler(profiler));
                Scope scope = Scope.open("test");
                Phase phase = backend.profiler().phase("sum")) {
            Tensors.full(backend, Shape.of(5, 7), 2).square().sum();
        }
        List<String> names =
                profiler.profile().operations().stream().map(OperationTime::name).sorted().toList();
        assertEquals(List.of("Fill", "reduce_sum", "square"), names);
        PhaseTime sum = phase(profiler, "sum");
        assertEquals(profiler.profile().operationSeconds(), sum.operationSeconds(), 1e-12);
        assertTrue(sum.operationSeconds() > 0 && sum.operationSeconds() <= sum.hostSeconds());
    }

    @Test
    void aTraceHasEveryEventUntilItIsFull() throws IOException {
        TraceLog log = new TraceLog(1500);
        for (int i = 0; i < 2000; i++) {
            log.add(TraceLog.OPERATIONS, "op \"" + i % 3, i % 2 == 0 ? "detail" : null, i, 1);
        }
        Path file = folder.resolve("trace.json");
        log.write(file);
        List<String> lines = Files.readAllLines(file);
        assertEquals(1500, lines.stream().filter(l -> l.contains("\"ph\":\"X\"")).count());
        assertTrue(lines.get(0).contains("\"leftOut\":500"), lines.get(0));
        assertTrue(lines.get(3).contains("\"name\":\"op \\\"0\",\"ph\":\"X\""), lines.get(3));
        assertFalse(lines.get(lines.size() - 2).endsWith(","));
    }
}
