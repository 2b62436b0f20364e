package io.github.stylegan4j.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the Java lines of the guide to files, and checks that they are the guide's. */
class FilesGuideTest {
    private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @TempDir Path folder;

    @Test
    void theLinesOfTheGuideRun() throws IOException {
        HostTensor latents = HostTensor.of(new float[2 * 512], 2, 512);
        Npy.write(folder.resolve("latents.npy"), latents);
        float[] values = Npy.read(folder.resolve("latents.npy")).toFloats();
        assertArrayEquals(latents.toFloats(), values);

        Safetensors.writer()
                .metadata("format", "1")
                .add("w_avg", HostTensor.of(new float[512], 512))
                .add(
                        "noise",
                        ElementType.F32,
                        new int[] {4, 4},
                        () -> HostTensor.of(new float[16], 4, 4))
                .write(folder.resolve("network.safetensors"));

        try (SafetensorsFile file = Safetensors.open(folder.resolve("network.safetensors"))) {
            for (TensorInfo info : file.tensors().values()) {
                HostTensor tensor = file.read(info.name());
                assertArrayEquals(info.shape(), tensor.shape());
            }
        }

        AtomicFiles.write(folder.resolve("report.json"), out -> out.write("{}".getBytes(UTF_8)));
        assertEquals("{}", Files.readString(folder.resolve("report.json")));
    }

    /** White space aside, because the guide's lines are indented less. */
    @Test
    void theLinesAreThoseOfTheGuide() throws IOException {
        Path root = Path.of("").toAbsolutePath();
        while (root != null && !Files.exists(root.resolve("docs/files.md"))) {
            root = root.getParent();
        }
        assertTrue(root != null, "docs/files.md is not above the working directory");
        Path source = Path.of("src/test/java/io/github/stylegan4j/io/FilesGuideTest.java");
        String compiled = withoutAssertions(Files.readString(source));
        String guide = Files.readString(root.resolve("docs/files.md"));
        int blocks = 0;
        for (MatchResult block : BLOCK.matcher(guide).results().toList()) {
            String lines = block.group(1).replaceAll("\\s+", "");
            assertTrue(compiled.contains(lines), () -> "not compiled here: " + block.group(1));
            blocks++;
        }
        assertEquals(4, blocks);
    }

    private static String withoutAssertions(String source) {
        return source.replaceAll("assert\\w+\\([^;]*;", "").replaceAll("\\s+", "");
    }
}
