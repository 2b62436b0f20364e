package io.github.stylegan4j.train.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.io.Npy;
import io.github.stylegan4j.train.cli.CommandLineTest.Outcome;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images with opacity from the data set to generated files. */
class OpacityRunTest {
    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"none", "diffaugment", "ada"})
    void fourChannelsGoAllTheWay(String augment) throws IOException {
        String data = folder.resolve("data").toString();
        done(
                CommandLineTest.run(
                        "dataset",
                        "import",
                        "synthetic:9",
                        data,
                        "--resolution=8",
                        "--channels=4"));
        Path whole = folder.resolve("whole");
        Path network = train(whole, data, augment, "0.064");
        Path parts = folder.resolve("parts");
        train(parts, data, augment, "0.032");
        done(CommandLineTest.run("resume", parts.toString(), "--total-kimg", "0.064"));
        String newest = "checkpoint-000000.064.safetensors";
        assertArrayEquals(
                Files.readAllBytes(whole.resolve(newest)),
                Files.readAllBytes(parts.resolve(newest)));
        assertHasOpacity(whole.resolve("reals.png"), 16);
        assertHasOpacity(whole.resolve("fakes000000.png"), 16);
        done(CommandLineTest.run("report", whole.toString()));
        String html = Files.readString(whole.resolve("report.html"));
        assertTrue(html.contains("data:image/png;base64,"), "no pictures in the report");
        generate(network, "png");
        assertHasOpacity(folder.resolve("png/seed0003.png"), 8);
        generate(network, "npy");
        assertArrayEquals(
                new int[] {4, 8, 8}, Npy.read(folder.resolve("npy/seed0003.npy")).shape());
    }

    private static Path train(Path run, String data, String augment, String kimg) {
        Outcome o =
                CommandLineTest.train(
                        run,
                        "--data",
                        data,
                        "--channels",
                        "4",
                        "--augment",
                        augment,
                        "--total-kimg",
                        kimg);
        return Path.of(done(o));
    }

    private void generate(Path network, String format) {
        done(
                CommandLineTest.run(
                        "generate",
                        "--network",
                        network.toString(),
                        "--seeds",
                        "3-4",
                        "--grid",
                        "--device",
                        "cpu",
                        "--format",
                        format,
                        "--out",
                        folder.resolve(format).toString()));
    }

    private static String done(Outcome o) {
        assertEquals(0, o.code(), o.err());
        return o.out().strip();
    }

    private static void assertHasOpacity(Path file, int side) throws IOException {
        BufferedImage picture = ImageIO.read(file.toFile());
        assertTrue(picture.getColorModel().hasAlpha(), file.toString());
        assertEquals(side, picture.getWidth(), file.toString());
    }
}
