package io.github.stylegan4j.train.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What people are told when something ends a command. */
class FailuresTest {
    private static String outOfMemory(String... args) {
        StringWriter err = new StringWriter();
        CommandLine line = Main.commandLine();
        line.setErr(new PrintWriter(err));
        if (args.length > 0) {
            line.parseArgs(args);
        }
        assertEquals(1, Failures.outOfMemory(new OutOfMemoryError("Java heap space"), line));
        return err.toString();
    }

    @Test
    void adviceNamesOptionsThatTheCommandHas() {
        String train = outOfMemory("train");
        assertTrue(train.contains("smaller --resolution or --fmap-base or --minibatch;"), train);
        assertTrue(train.contains("--micro-batch auto or --recompute"), train);
        String generate = outOfMemory("generate", "--network", "a.safetensors", "--seeds", "1");
        assertTrue(generate.contains("STYLEGAN_JAVA_OPTS=-Xmx8g, or"), generate);
        assertTrue(generate.endsWith(" smaller --minibatch" + System.lineSeparator()), generate);
        String devices = outOfMemory("devices");
        assertTrue(devices.contains("Java heap space"), devices);
        assertFalse(devices.contains("smaller"), devices);
        assertEquals(devices, outOfMemory());
    }
}
