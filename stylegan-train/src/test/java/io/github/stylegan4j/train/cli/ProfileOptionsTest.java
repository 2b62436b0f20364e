package io.github.stylegan4j.train.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.stylegan4j.train.cli.CommandLineTest.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileOptionsTest {
    @TempDir private Path folder;

    @Test
    void trainAndGeneratePrintTablesAndWriteTraces() throws IOException {
        Path trace = folder.resolve("train.json");
        Outcome train =
                CommandLineTest.train(folder.resolve("run"), "--profile-trace", trace.toString());
        assertEquals(0, train.code(), train.err());
        assertEquals(1, train.out().strip().lines().count(), "results alone go to the output");
        for (String word : new String[] {"discriminator", "    r1", "optimizer", "Conv2d"}) {
            assertTrue(train.err().contains(word), word + " is missing in: " + train.err());
        }
        assertTrue(new ObjectMapper().readTree(trace.toFile()).get("traceEvents").size() > 100);
        Outcome generate =
                CommandLineTest.run(
                        "generate",
                        "--network",
                        train.out().strip(),
                        "--seeds",
                        "1",
                        "--device",
                        "cpu",
                        "--out",
                        folder.resolve("images").toString(),
                        "--profile");
        assertEquals(0, generate.code(), generate.err());
        assertTrue(generate.err().contains("generator"), generate.err());
        assertTrue(generate.err().contains("files"), generate.err());
    }

    @Test
    void withoutTheOptionNothingIsSaid() {
        Outcome train = CommandLineTest.train(folder.resolve("run"));
        assertFalse(train.err().contains("mean ms"), train.err());
    }

    @Test
    void aTraceThatCannotBeWrittenIsRefusedFirst() {
        Path nowhere = folder.resolve("missing").resolve("trace.json");
        Outcome o =
                CommandLineTest.train(folder.resolve("run"), "--profile-trace", nowhere.toString());
        o.failsWith(2, "--profile-trace", nowhere.toString());
        assertFalse(Files.exists(folder.resolve("run")), "nothing has begun");
    }
}
