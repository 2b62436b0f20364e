package io.github.stylegan4j.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

class CpuThreadsTest {
    @Test
    void everyIterationRunsOnce() {
        for (int threads = 1; threads <= 4; threads++) {
            try (CpuThreads team = new CpuThreads(threads)) {
                for (int count : new int[] {0, 1, 2, 3, 7, 64, 1000}) {
                    for (int grain : new int[] {1, 3, 64, 5000}) {
                        AtomicIntegerArray seen = new AtomicIntegerArray(count);
                        team.ranges(
                                count,
                                grain,
                                (from, to) -> {
                                    for (int i = from; i < to; i++) {
                                        seen.incrementAndGet(i);
                                    }
                                });
                        for (int i = 0; i < count; i++) {
                            assertEquals(1, seen.get(i), "iteration " + i + " of " + count);
                        }
                    }
                }
            }
        }
    }

    @Test
    void rangesDoNotDependOnTheNumberOfThreads() {
        for (int threads = 1; threads <= 3; threads++) {
            try (CpuThreads team = new CpuThreads(threads)) {
                AtomicIntegerArray ends = new AtomicIntegerArray(101);
                team.ranges(100, 7, (from, to) -> ends.set(from, to));
                for (int from = 0; from < 100; from += 7) {
                    assertEquals(Math.min(100, from + 7), ends.get(from));
                }
            }
        }
    }

    @Test
    void manyShortLoopsInARow() {
        try (CpuThreads team = new CpuThreads(3)) {
            LongAdder sum = new LongAdder();
            for (int i = 0; i < 5000; i++) {
                team.each(5, sum::add);
            }
            assertEquals(5000L * 10, sum.sum());
        }
    }

    @Test
    void nestedLoopsRunInPlace() {
        try (CpuThreads team = new CpuThreads(3)) {
            LongAdder count = new LongAdder();
            team.each(
                    10,
                    i -> {
                        Thread self = Thread.currentThread();
                        team.each(
                                10,
                                j -> {
                                    assertSame(self, Thread.currentThread());
                                    count.increment();
                                });
                    });
            assertEquals(100, count.sum());
        }
    }

    @Test
    void anExceptionReachesTheCallerAndTheTeamGoesOn() {
        try (CpuThreads team = new CpuThreads(2)) {
            for (int bad = 0; bad < 50; bad++) {
                int at = bad;
                IllegalStateException thrown = new IllegalStateException("iteration " + at);
                Throwable caught =
                        assertThrows(
                                IllegalStateException.class,
                                () ->
                                        team.each(
                                                50,
                                                i -> {
                                                    if (i == at) {
                                                        throw thrown;
                                                    }
                                                }));
                assertSame(thrown, caught);
            }
            LongAdder sum = new LongAdder();
            team.each(100, i -> sum.increment());
            assertEquals(100, sum.sum());
        }
    }

    @Test
    void closingEndsTheThreadsAndRefusesWork() throws InterruptedException {
        CpuThreads team = new CpuThreads(2);
        team.each(4, i -> {});
        team.close();
        assertThrows(IllegalStateException.class, () -> team.each(4, i -> {}));
        for (Thread t : Thread.getAllStackTraces().keySet()) {
            if (t.getName().startsWith("stylegan4j-cpu-") && team.owns(t)) {
                t.join(5000);
                assertTrue(!t.isAlive(), "the thread ends after close");
            }
        }
    }

    @Test
    void aTeamNeedsAThread() {
        assertThrows(IllegalArgumentException.class, () -> new CpuThreads(0));
    }
}
