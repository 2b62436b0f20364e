package io.github.stylegan4j.train.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.io.HostTensor;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.Backends;
import io.github.stylegan4j.tensor.Rng;
import io.github.stylegan4j.train.bench.WorkSpec.Kind;
import io.github.stylegan4j.train.cli.PeerMain;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BenchmarkTest {
    private static final Benchmark.Effort SHORT = new Benchmark.Effort(0, 0, 2, 2);

    @TempDir Path folder;

    @ParameterizedTest
    @EnumSource
    void everyKindOfWorkRunsAloneAndIsMeasured(Kind kind) throws IOException {
        BenchResult result = new Benchmark("cpu", null, SHORT).measure(new WorkSpec(kind, 4, 8, 8));

        assertEquals("cpu", result.device());
        assertEquals(2, result.repetitions());
        assertTrue(result.oursMs().lower() > 0);
        assertTrue(result.oursMs().lower() <= result.oursMs().median());
        assertTrue(result.oursPeakBytes() > 0);
        assertTrue(result.limit().median() > 0);
        assertNull(result.peer());
    }

    @ParameterizedTest
    @EnumSource
    void resultsAreTheSameOnTwoDevices(Kind kind) {
        WorkSpec spec = new WorkSpec(kind, 4, 8, 8);

        Map<String, HostTensor> expected = outputs("reference", spec);

        Comparison.check(spec.title(), outputs("cpu", spec), expected);
        assertFalse(expected.isEmpty());
    }

    private static Map<String, HostTensor> outputs(String device, WorkSpec spec) {
        try (Backend backend = Backends.open(device);
                OwnWork work = Benchmark.open(spec, backend, new Rng(3, 0))) {
            assertFalse(work.inputs().isEmpty());
            return work.outputs();
        }
    }

    @Test
    void aStepComparesLossesAndGradientsOfBothNetworksAndLossesAfterTheUpdate() {
        Map<String, HostTensor> outputs = outputs("cpu", new WorkSpec(Kind.STEP, 4, 8, 8));

        assertTrue(
                outputs.keySet()
                        .containsAll(
                                List.of(
                                        "loss_d",
                                        "loss_g",
                                        "grad.d.b8.conv1_down.weight",
                                        "grad.g.mapping.dense0.weight",
                                        "grad.g.synthesis.b8.conv0_up.noise_weight",
                                        "loss_d.after",
                                        "loss_g.after")),
                outputs.keySet().toString());
    }

    @Test
    void aPeerTakesTurnsInItsOwnProcess() throws IOException {
        BenchResult result =
                new Benchmark("cpu", loops(), SHORT).measure(new WorkSpec(Kind.MATMUL, 1, 1, 17));

        assertNotNull(result.peer());
        assertTrue(result.peer().ms().median() > 0);
        assertEquals(result.peer().ms().median() / result.oursMs().median(), result.ratio(), 1e-9);
    }

    @Test
    void aPeerThatComputesSomethingElseIsFoundOut() {
        Benchmark benchmark = new Benchmark("cpu", loops(), SHORT);
        WorkSpec spec = new WorkSpec(Kind.MATMUL, 1, 1, LoopPeer.WRONG);

        IllegalStateException e =
                assertThrows(IllegalStateException.class, () -> benchmark.measure(spec));

        assertTrue(e.getMessage().contains("do not compute the same function"), e.getMessage());
        assertTrue(e.getMessage().contains("[y by "), e.getMessage());
    }

    @Test
    void aPeerThatIsNotThereIsNamed() {
        PeerSetup none =
                new PeerSetup("none", folder, PeerMain.class.getName(), 1, List.of(), Map.of());
        Benchmark benchmark = new Benchmark("cpu", none, SHORT);

        IllegalStateException e =
                assertThrows(
                        IllegalStateException.class,
                        () -> benchmark.measure(new WorkSpec(Kind.MATMUL, 1, 1, 4)));

        assertTrue(e.getMessage().contains("no peer of the name none"), e.getMessage());
    }

    private PeerSetup loops() {
        return new PeerSetup(
                LoopPeer.NAME,
                folder,
                PeerMain.class.getName(),
                1,
                List.of("-Xmx256m"),
                PeerSetup.environment(PeerSetup.Allocator.DEFAULT));
    }

    @Test
    void everyWorkSurvivesACommandLine() {
        Arrays.stream(Suite.values())
                .flatMap(suite -> suite.works().stream())
                .forEach(spec -> assertEquals(spec, WorkSpec.parse(spec.encode())));
        assertThrows(IllegalArgumentException.class, () -> WorkSpec.parse("step/16"));
    }

    @Test
    void quartilesInterpolate() {
        assertEquals(new Quartiles(1.75, 2.5, 3.25), Quartiles.of(List.of(4.0, 1.0, 3.0, 2.0)));
        assertEquals(new Quartiles(5, 5, 5), Quartiles.of(List.of(5.0)));
    }
}
