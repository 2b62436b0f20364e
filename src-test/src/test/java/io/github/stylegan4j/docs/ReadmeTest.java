package io.github.stylegan4j.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The README's Java is the consumer project's, which the build compiles and runs. */
class ReadmeTest {
    private static final Path CONSUMER = Path.of("consumer/src/main/java/example/TrainFaces.java");

    @Test
    void showsTheConsumersLines() throws IOException {
        String source = Files.readString(CONSUMER);
        String readme = Files.readString(Path.of("../README.md"));

        String start = "```java\n";
        int from = readme.indexOf(start + "package example;");
        assertTrue(from >= 0, "README.md shows no Java of the package example");
        from += start.length();
        assertEquals(source, readme.substring(from, readme.indexOf("```", from)));
        assertTrue(source.lines().count() <= 25, "it should stay short");
    }
}
