package io.github.stylegan4j.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.profile.OperationTime;
import io.github.stylegan4j.profile.Phase;
import io.github.stylegan4j.profile.PhaseTime;
import io.github.stylegan4j.profile.Profiler;
import io.github.stylegan4j.spi.BackendOptions;
import io.github.stylegan4j.tensor.Rng;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Times read from events: complete, in the right phase, and without waiting. */
class ProfilingTest {
    private static final int STEPS = 300;

    private static OpenClBackend open(Profiler profiler) {
        return OpenClBackend.open(
                "opencl:test",
                TestDevice.find(),
                Variant.of(TestDevice.find().traits().kind()),
                BackendOptions.defaults().withProfiler(profiler));
    }

    /** Some steps of two phases; what the host did for them, and their result. */
    private record Outcome(long launches, long waits, float[] result) {}

    private static Outcome run(OpenClBackend backend) {
        try (Scope all = Scope.open("all")) {
            Tensor x = new Rng(3, 1).normal(backend, DType.FLOAT32, Shape.of(64, 64));
            Tensor y = x.square();
            backend.synchronize();
            Counters before = backend.counters();
            for (int i = 0; i < STEPS; i++) {
                try (Scope step = Scope.open("step")) {
                    y = all.adopt(backend.profiler().in("multiply", () -> x.matmul(x)));
                    try (Phase phase = backend.profiler().phase("add")) {
                        y.add(x);
                    }
                }
            }
            Counters after = backend.counters();
            backend.synchronize();
            return new Outcome(
                    after.launches() - before.launches(),
                    after.waits() - before.waits(),
                    y.toFloats());
        }
    }

    @Test
    void everyLaunchIsTimedInItsPhaseAndNothingWaits() {
        Profiler profiler = Profiler.on();
        Outcome plain;
        Outcome measured;
        try (OpenClBackend backend = open(Profiler.off())) {
            plain = run(backend);
        }
        try (OpenClBackend backend = open(profiler)) {
            measured = run(backend);
        }
        assertEquals(0, plain.waits());
        assertEquals(0, measured.waits());
        assertEquals(plain.launches(), measured.launches());
        assertArrayEquals(plain.result(), measured.result());

        Map<String, PhaseTime> phases =
                profiler.profile().phases().stream()
                        .collect(Collectors.toMap(PhaseTime::path, p -> p));
        assertEquals(STEPS, phases.get("multiply").calls());
        assertTrue(phases.get("multiply").operationSeconds() > 0);
        assertTrue(phases.get("add").operationSeconds() > 0);
        OperationTime add =
                profiler.profile().operations().stream()
                        .filter(o -> o.name().startsWith("add "))
                        .findFirst()
                        .orElseThrow();
        assertEquals(STEPS, add.calls());
        assertEquals(phases.get("add").operationSeconds(), add.seconds(), 1e-9);
        long launches =
                profiler.profile().operations().stream()
                        .filter(o -> !o.name().startsWith("copy "))
                        .mapToLong(OperationTime::calls)
                        .sum();
        assertTrue(launches >= measured.launches(), launches + " of " + measured.launches());
    }

    @Test
    void phasesAloneAreTimedByTheDeviceAndNothingWaits() {
        Profiler profiler = Profiler.phases();
        Outcome plain;
        Outcome measured;
        double elapsed;
        try (OpenClBackend backend = open(Profiler.off())) {
            plain = run(backend);
        }
        try (OpenClBackend backend = open(profiler)) {
            long start = System.nanoTime();
            measured = run(backend);
            elapsed = (System.nanoTime() - start) * 1e-9;
        }
        assertEquals(0, measured.waits());
        assertEquals(plain.launches(), measured.launches());
        assertArrayEquals(plain.result(), measured.result());
        assertEquals(0, profiler.profile().operations().size());
        double sum = 0;
        for (PhaseTime phase : profiler.profile().phases()) {
            assertEquals(STEPS, phase.calls());
            assertTrue(phase.deviceSeconds() > 0, phase.toString());
            assertEquals(phase.deviceSeconds(), phase.seconds());
            sum += phase.seconds();
        }
        assertTrue(sum <= elapsed, sum + " of " + elapsed + " s");
        try (Phase phase = profiler.phase("after the device")) {
            assertEquals("after the device", profiler.profile().phases().get(2).path());
        }
    }
}
