package io.github.stylegan4j.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.opencl.Counters;
import io.github.stylegan4j.opencl.OpenClBackend;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.Backends;
import io.github.stylegan4j.spi.DeviceInfo;
import io.github.stylegan4j.train.bench.Benchmark;
import io.github.stylegan4j.train.bench.Work;
import io.github.stylegan4j.train.bench.WorkSpec;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * A whole training step of both networks that is like those before it takes its tensors' buffers
 * from the pool, and on OpenCL waits for the device only where its caller asks it to.
 */
class SteadyStepTest {
    private static final WorkSpec STEP = new WorkSpec(WorkSpec.Kind.STEP, 4, 32, 32);

    /** Weights of a shape that is used for the first time are kept from the second use on. */
    private static final int WARM_UPS = 3;

    private static final int STEPS = 5;

    @TestFactory
    Stream<DynamicTest> aStepLikeThoseBeforeAllocatesAndWaitsForNothing() {
        return Backends.devices().stream()
                .filter(d -> d.usable() && !d.id().equals("reference"))
                .map(SteadyStepTest::test);
    }

    private static DynamicTest test(DeviceInfo device) {
        return DynamicTest.dynamicTest(
                device.id() + " (" + device.name() + ")",
                () -> {
                    try (Backend backend = Backends.open(device.id());
                            Work work = Benchmark.work(STEP, backend)) {
                        repeat(work, WARM_UPS);
                        if (backend instanceof OpenClBackend opencl) {
                            countOnDevice(opencl, work);
                        }
                        long allocations = backend.memory().allocations();
                        assertTrue(allocations > 0, "allocations are not counted");
                        repeat(work, STEPS);
                        assertEquals(
                                allocations, backend.memory().allocations(), "buffers allocated");
                    }
                });
    }

    private static void countOnDevice(OpenClBackend backend, Work work) {
        Counters before = backend.counters();
        repeat(work, STEPS);
        Counters after = backend.counters();
        assertTrue(after.launches() > before.launches() + 100 * STEPS, "launches are not counted");
        assertEquals(STEPS, after.waits() - before.waits(), "waits: one at each step's end");
        assertEquals(before.builds(), after.builds(), "programs built");
    }

    private static void repeat(Work work, int steps) {
        for (int i = 0; i < steps; i++) {
            work.run();
        }
    }
}
