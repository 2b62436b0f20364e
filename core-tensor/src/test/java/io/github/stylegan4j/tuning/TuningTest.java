package io.github.stylegan4j.tuning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TuningTest {
    private static final DeviceKey DEVICE = DeviceKey.of("test", "a device", "driver 1");
    private static final ConvKey KEY = new ConvKey(ConvRole.FORWARD, 64, 32, 16, 18, 3, 3, 1, 1, 1);
    private static final Set<ConvAlgorithm> ALL = EnumSet.allOf(ConvAlgorithm.class);

    private static Tuning tuning(ConvMode mode, TuningTable table) {
        return new Tuning(DEVICE, mode, table);
    }

    @Test
    void withoutAnythingMeasuredTheBackendsRuleHolds() {
        Tuning t = tuning(ConvMode.AUTO, TuningTable.empty());
        for (ConvAlgorithm preset : ConvAlgorithm.values()) {
            assertEquals(preset, t.conv(KEY, ALL, preset));
        }
        assertEquals(7, t.number("chunk", 7));
        assertEquals("none", t.table().fingerprint());
    }

    @Test
    void whatWasMeasuredWinsWhereItIsAvailable() {
        Tuning t =
                tuning(
                        ConvMode.AUTO,
                        TuningTable.empty().with(KEY, ConvAlgorithm.WINOGRAD_2).with("chunk", 64));
        assertEquals(ConvAlgorithm.WINOGRAD_2, t.conv(KEY, ALL, ConvAlgorithm.DIRECT));
        assertEquals(
                ConvAlgorithm.WINOGRAD_4,
                t.conv(KEY, Set.of(ConvAlgorithm.WINOGRAD_4), ConvAlgorithm.WINOGRAD_4));
        assertEquals(64, t.number("chunk", 7));
    }

    @Test
    void aForcedAlgorithmHoldsWhereverItApplies() {
        TuningTable table = TuningTable.empty().with(KEY, ConvAlgorithm.WINOGRAD_2);
        for (ConvMode mode : ConvMode.values()) {
            if (mode != ConvMode.AUTO) {
                Tuning t = tuning(mode, table);
                assertEquals(
                        mode.forced(), Optional.of(t.conv(KEY, ALL, ConvAlgorithm.WINOGRAD_4)));
                assertEquals(ConvAlgorithm.DIRECT, t.conv(KEY, Set.of(), ConvAlgorithm.WINOGRAD_4));
            }
        }
    }

    @Test
    void modesHaveTheNamesOfTheCommandLine() {
        for (ConvMode mode : ConvMode.values()) {
            assertEquals(mode, ConvMode.ofLabel(mode.label()));
        }
        assertEquals(ConvMode.WINOGRAD4, ConvMode.ofLabel("winograd4"));
        String message =
                assertThrows(IllegalArgumentException.class, () -> ConvMode.ofLabel("fft"))
                        .getMessage();
        assertTrue(message.contains("fft") && message.contains("winograd2"), message);
    }

    @Test
    void onlyThreeByThreeOfStrideOneAdmitsWinograd() {
        assertTrue(KEY.admitsWinograd());
        for (int[] c :
                new int[][] {{1, 3, 1, 1, 1}, {3, 3, 2, 1, 1}, {3, 3, 1, 3, 1}, {3, 3, 1, 1, 2}}) {
            ConvKey key = new ConvKey(ConvRole.FORWARD, 4, 4, 8, 8, c[0], c[1], c[2], c[3], c[4]);
            assertEquals(false, key.admitsWinograd(), key.text());
        }
    }

    @Test
    void fingerprintsFollowTheChoices() {
        TuningTable a = TuningTable.empty().with(KEY, ConvAlgorithm.DIRECT).with("chunk", 1);
        TuningTable b = TuningTable.empty().with("chunk", 1).with(KEY, ConvAlgorithm.DIRECT);
        assertEquals(a, b);
        assertEquals(a.fingerprint(), b.fingerprint());
        assertNotEquals(a.fingerprint(), a.with("chunk", 2).fingerprint());
        assertNotEquals(a.fingerprint(), a.with(KEY, ConvAlgorithm.WINOGRAD_2).fingerprint());
    }

    @Test
    void doublingGoesInPhasesWhereTilesAreMany() {
        Tuning preset = Tuning.none("cpu");
        assertTrue(preset.doublesInPhases(8, 13, 16, 2));
        assertEquals(false, preset.doublesInPhases(9, 13, 16, 2));
        assertEquals(false, preset.doublesInPhases(8, 12, 16, 2));
        TuningTable table = TuningTable.empty().with(Tuning.PHASES_FROM, 0);
        assertTrue(new Tuning(preset.device(), ConvMode.AUTO, table).doublesInPhases(512, 1, 1, 2));
    }
}
