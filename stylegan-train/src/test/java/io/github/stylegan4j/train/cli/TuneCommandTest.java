package io.github.stylegan4j.train.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.Backends;
import io.github.stylegan4j.train.cli.CommandLineTest.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Runs with the cache folder that the build gives to tests. */
class TuneCommandTest {
    private static Outcome tune(String... more) {
        List<String> args =
                new ArrayList<>(
                        List.of(
                                "tune",
                                "--device",
                                "cpu",
                                "--fmap-base",
                                "64",
                                "--fmap-max",
                                "16",
                                "--resolutions",
                                "4,16",
                                "--minibatch",
                                "2",
                                "--seconds",
                                "0"));
        args.addAll(Arrays.asList(more));
        return CommandLineTest.run(args.toArray(new String[0]));
    }

    @AfterEach
    void forget() {
        assertEquals(0, CommandLineTest.run("tune", "--device", "cpu", "--forget").code());
    }

    @Test
    void aTableIsPrintedAndKeptAndUsedAndForgotten() throws IOException {
        Outcome kept = tune("--json");
        assertEquals(0, kept.code(), kept.err());
        JsonNode root = new ObjectMapper().readTree(kept.out());
        Path file = Path.of(root.get("file").asText());
        assertTrue(Files.isRegularFile(file), file.toString());
        assertEquals(15, root.get("convolutions").size());
        for (JsonNode row : root.get("convolutions")) {
            assertTrue(row.get("ms").has(row.get("chosen").asText()), row.toString());
            assertTrue(row.get("gain").asDouble() >= 1, row.toString());
        }
        try (Backend backend = Backends.open("cpu")) {
            assertEquals(root.get("fingerprint").asText(), backend.tuning().table().fingerprint());
        }
        Outcome forgotten = CommandLineTest.run("tune", "--device", "cpu", "--forget");
        assertTrue(forgotten.out().contains(file.toString()), forgotten.out());
        assertFalse(Files.exists(file));
    }

    @Test
    void aDryRunKeepsNothing() throws IOException {
        Outcome dry = tune("--dry-run");
        assertEquals(0, dry.code(), dry.err());
        assertTrue(dry.out().contains("forward 16>16 4x4 k3x3 s1 p1 g1"), dry.out());
        assertTrue(dry.out().contains("not kept"), dry.out());
        assertTrue(
                CommandLineTest.run("tune", "--device", "cpu", "--forget")
                        .out()
                        .contains("nothing was kept"));
    }

    @Test
    void wrongArgumentsAreNamed() {
        CommandLineTest.run("tune", "--resolutions", "12")
                .failsWith(2, "resolutions has 12", "powers of two");
        CommandLineTest.run("tune", "--seconds", "-1").failsWith(2, "-1.0 s");
        CommandLineTest.run("tune", "--device", "cpu", "--minibatch", "0")
                .failsWith(2, "minibatch is 0");
    }
}
