package io.github.stylegan4j.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of traps names tests that exist. */
class TrapsTest {
    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
    private static final int TRAPS = 18;
    private static final Pattern TEST = Pattern.compile("`(\\w+Test)\\.(\\w+)`");

    @Test
    void everyTrapHasATestThatExists() throws IOException {
        Map<String, String> sources = testSources();
        List<String> rows =
                Files.readAllLines(REPOSITORY.resolve("docs/traps.md")).stream()
                        .filter(line -> line.matches("\\| \\d+ .*"))
                        .toList();
        assertEquals(TRAPS, rows.size());
        List<String> missing = new ArrayList<>();
        for (String row : rows) {
            Matcher test = TEST.matcher(row);
            assertTrue(test.find(), "no test in the row " + row);
            do {
                String source = sources.getOrDefault(test.group(1) + ".java", "");
                if (!source.contains("void " + test.group(2) + "(")) {
                    missing.add(test.group());
                }
            } while (test.find());
        }
        assertEquals(List.of(), missing, "tests that do not exist");
    }

    private static Map<String, String> testSources() throws IOException {
        Map<String, String> sources = new HashMap<>();
        try (Stream<Path> modules = Files.list(REPOSITORY)) {
            for (Path tests : modules.map(m -> m.resolve("src/test/java")).toList()) {
                if (Files.isDirectory(tests)) {
                    readInto(sources, tests);
                }
            }
        }
        return sources;
    }

    private static void readInto(Map<String, String> sources, Path tests) throws IOException {
        try (Stream<Path> files = Files.walk(tests)) {
            files.filter(f -> f.toString().endsWith("Test.java"))
                    .forEach(f -> sources.put(f.getFileName().toString(), read(f)));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
