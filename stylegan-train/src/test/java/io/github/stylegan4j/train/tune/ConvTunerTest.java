package io.github.stylegan4j.train.tune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.stylegan.FeatureMaps;
import io.github.stylegan4j.tuning.ConvAlgorithm;
import io.github.stylegan4j.tuning.ConvKey;
import io.github.stylegan4j.tuning.ConvRole;
import io.github.stylegan4j.tuning.TuningTable;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConvTunerTest {
    private static final ConvTuner.Effort LITTLE = new ConvTuner.Effort(0, 1, 1);
    private static final ConvKey KEY = key(ConvRole.FORWARD, 16, 32, 3);

    private static ConvKey key(ConvRole role, int channels, int size, int kernel) {
        return new ConvKey(role, channels, channels, size, size, kernel, kernel, 1, 1, 1);
    }

    private static ConvMeasurement measured(double direct, double two, double four) {
        return ConvMeasurement.of(
                KEY,
                Map.of(
                        ConvAlgorithm.DIRECT, Collections.nCopies(5, direct),
                        ConvAlgorithm.WINOGRAD_2, Collections.nCopies(5, two),
                        ConvAlgorithm.WINOGRAD_4, Collections.nCopies(5, four)),
                ConvAlgorithm.WINOGRAD_2,
                List.of());
    }

    @Test
    void everyAlgorithmOfTheDeviceIsMeasuredAndTheBuiltInOneRecognised() {
        try (ConvTuner tuner = new ConvTuner("cpu", 2, LITTLE)) {
            ConvMeasurement m = tuner.measure(KEY);
            assertEquals(Set.of(ConvAlgorithm.values()), m.milliseconds().keySet());
            assertEquals(ConvAlgorithm.WINOGRAD_4, m.builtIn());
            assertEquals(List.of(), m.refused());
            assertTrue(m.milliseconds().values().stream().allMatch(t -> t > 0));
            ConvMeasurement small = tuner.measure(key(ConvRole.INPUT_GRAD, 4, 4, 3));
            assertEquals(ConvAlgorithm.DIRECT, small.builtIn());
            assertEquals("cpu", tuner.device().backend());
        }
    }

    @Test
    void withoutAChoiceThereIsOnlyTheDirectSum() {
        try (ConvTuner tuner = new ConvTuner("cpu", 1, LITTLE)) {
            for (ConvRole role : ConvRole.values()) {
                ConvMeasurement m = tuner.measure(key(role, 8, 9, 5));
                assertEquals(Set.of(ConvAlgorithm.DIRECT), m.milliseconds().keySet());
                assertEquals(1, m.gain());
            }
        }
    }

    @Test
    void onlyAClearGainChangesTheChoice() {
        assertEquals(ConvAlgorithm.WINOGRAD_4, measured(3, 2, 1).chosen());
        assertEquals(2, measured(3, 2, 1).gain());
        assertEquals(ConvAlgorithm.WINOGRAD_2, measured(3, 2, 1.95).chosen());
        assertEquals(1, measured(3, 2, 1.95).gain());
        ConvMeasurement lucky =
                ConvMeasurement.of(
                        KEY,
                        Map.of(
                                ConvAlgorithm.DIRECT, List.of(2.0, 2.0, 1.0, 1.0, 1.0),
                                ConvAlgorithm.WINOGRAD_4, List.of(1.9, 1.9, 1.2, 1.2, 1.2)),
                        ConvAlgorithm.WINOGRAD_4,
                        List.of());
        assertEquals(ConvAlgorithm.WINOGRAD_4, lucky.chosen(), "three turns of five are too few");
    }

    @Test
    void aBuiltInChoiceThatIsWrongIsReplaced() {
        ConvMeasurement m =
                ConvMeasurement.of(
                        KEY,
                        Map.of(
                                ConvAlgorithm.DIRECT, List.of(3.0),
                                ConvAlgorithm.WINOGRAD_2, List.of(2.0)),
                        ConvAlgorithm.WINOGRAD_4,
                        List.of(ConvAlgorithm.WINOGRAD_4));
        assertEquals(ConvAlgorithm.WINOGRAD_2, m.chosen());
        assertTrue(Double.isNaN(m.gain()), "what is wrong is not timed");
        TuningTable kept = ConvMeasurement.into(TuningTable.empty(), List.of(m));
        assertEquals(Optional.of(ConvAlgorithm.WINOGRAD_2), kept.algorithm(KEY));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
    void effortEnds(double seconds) {
        assertThrows(IllegalArgumentException.class, () -> new ConvTuner.Effort(seconds, 1, 1));
    }

    @Test
    void onlyDifferencesAreKept() {
        TuningTable before = TuningTable.empty().with(KEY, ConvAlgorithm.DIRECT).with("chunk", 3);
        TuningTable kept = ConvMeasurement.into(before, List.of(measured(3, 2, 1)));
        assertEquals(Optional.of(ConvAlgorithm.WINOGRAD_4), kept.algorithm(KEY));
        TuningTable dropped = ConvMeasurement.into(before, List.of(measured(3, 2, 2)));
        assertEquals(Optional.empty(), dropped.algorithm(KEY));
        assertEquals(3, dropped.number("chunk").orElseThrow());
    }

    @Test
    void errorsAreRelativeToTheLargestElement() {
        assertEquals(0, ConvTuner.error(new float[] {1, -4}, new float[] {1, -4}));
        assertEquals(0.25, ConvTuner.error(new float[] {1, -4}, new float[] {2, -4}));
        assertEquals(
                Double.POSITIVE_INFINITY,
                ConvTuner.error(new float[] {1, -4}, new float[] {Float.NaN, -4}));
    }

    @Test
    void layersOfTheNetworks() {
        List<ConvKey> keys = LayerShapes.of(new FeatureMaps(512, 1, 64), List.of(4, 32));
        Set<String> forward =
                keys.stream()
                        .filter(k -> k.role() == ConvRole.FORWARD)
                        .map(ConvKey::text)
                        .collect(java.util.stream.Collectors.toSet());
        assertEquals(
                Set.of(
                        "forward 64>64 4x4 k3x3 s1 p1 g1",
                        "forward 65>64 4x4 k3x3 s1 p1 g1",
                        "forward 32>32 32x32 k3x3 s1 p1 g1",
                        "forward 64>32 32x32 k3x3 s1 p1 g1",
                        "forward 32>64 32x32 k3x3 s1 p1 g1"),
                forward);
        assertEquals(3 * forward.size(), keys.size());
        assertThrows(
                IllegalArgumentException.class,
                () -> LayerShapes.of(FeatureMaps.defaults(), List.of(12)));
    }
}
