package io.github.stylegan4j.train.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.train.TrainingConfig;
import io.github.stylegan4j.train.TrainingPresets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A given value that a preset's table overrules is said to be. */
class OverruledFieldsTest {
    private static final TrainingConfig PUBLISHED = TrainingPresets.of("sgan-ffhq-8gpu").config();

    private static List<String> said(Map<String, Object> given) {
        return OverruledFields.of(PUBLISHED.with(given), given.keySet());
    }

    @Test
    void theResolutionsAndTheRemedyAreNamed() {
        assertEquals(
                List.of(
                        "--learning-rate 5.0E-4 is not used everywhere: learningRatePerResolution"
                                + " has 128=0.0015,256=0.002. For one value at every resolution add"
                                + " --learning-rate-per-resolution= (with nothing behind it)."),
                said(Map.of("learningRate", 5e-4, "resolution", 256)));
    }

    @Test
    void valuesThatHoldEverywhereAreNotMentioned() {
        assertEquals(List.of(), said(Map.of("learningRate", 5e-4, "resolution", 64)));
        Map<String, Object> rates = Map.of("learningRate", 5e-4, "learningRatePerResolution", "");
        assertEquals(List.of(), said(rates));
        assertEquals(List.of(), said(Map.of("totalKimg", 3)));
        TrainingConfig table = PUBLISHED.with("microBatchPerResolution", "64=8");
        Set<String> given = Set.of("microBatch");
        assertEquals(List.of(), OverruledFields.of(table.with("microBatch", "8"), given));
        assertEquals(1, OverruledFields.of(table.with("microBatch", "4"), given).size());
        assertEquals(List.of(), OverruledFields.of(PUBLISHED, Set.of()));
    }

    @Test
    void trainingSaysIt() {
        CommandLineTest.Outcome outcome =
                CommandLineTest.run("train", "--minibatch", "4", "--print-config");
        assertEquals(0, outcome.code());
        assertTrue(outcome.err().contains("--minibatch 4 is not used everywhere"), outcome.err());
        assertFalse(
                CommandLineTest.run("train", "--minibatch", "8", "--print-config", "--preset=auto")
                        .err()
                        .contains("not used everywhere"));
    }
}
