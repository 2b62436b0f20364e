package io.github.stylegan4j.train.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.stylegan4j.io.HostTensor;
import io.github.stylegan4j.io.Npy;
import io.github.stylegan4j.train.cli.CommandLineTest.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Images of classes, of several at once, and of any numbers. */
class LabelledGenerateTest {
    private static final int SIZE = 10;

    @TempDir private static Path shared;
    private static String network;

    @TempDir private Path folder;

    @BeforeAll
    static void trainOnce() {
        Outcome o =
                CommandLineTest.train(
                        shared.resolve("run"), "--data", "synthetic:20", "--labels", "all");
        assertEquals(0, o.code(), o.err());
        network = o.out().strip();
    }

    private Outcome generate(String out, String... more) {
        String[] args = {
            "generate",
            "--network",
            network,
            "--seeds",
            "1-3",
            "--device",
            "cpu",
            "--minibatch",
            "2",
            "--format",
            "npy",
            "--out",
            folder.resolve(out).toString()
        };
        String[] all = Arrays.copyOf(args, args.length + more.length);
        System.arraycopy(more, 0, all, args.length, more.length);
        return CommandLineTest.run(all);
    }

    /** The values of the three images. */
    private float[][] images(String label) throws IOException {
        String out = "out" + label.hashCode();
        Outcome o = generate(out, "--label", label);
        assertEquals(0, o.code(), o.err());
        float[][] images = new float[3][];
        for (int i = 0; i < images.length; i++) {
            Path file = folder.resolve(out).resolve("seed000" + (i + 1) + ".npy");
            images[i] = Npy.read(file).toFloats();
        }
        return images;
    }

    private String file(String name, float[] values, int... shape) throws IOException {
        Path file = folder.resolve(name + ".npy");
        Npy.write(file, HostTensor.of(values, shape));
        return file.toString();
    }

    @Test
    void aClassIsTheVectorThatIsOneThere() throws IOException {
        float[][] expected = images("3");
        assertArrayEquals(expected, images("0,0,0,1,0,0,0,0,0,0"));
        float[] row = new float[SIZE];
        row[3] = 1;
        assertArrayEquals(expected, images(file("one", row, SIZE)));
        assertFalse(Arrays.deepEquals(expected, images("4")));
        assertFalse(Arrays.deepEquals(expected, images("0,0,0,0.5,0,0,-1.5,0,0,0")));
    }

    @Test
    void everyImageCanHaveItsOwnLabel() throws IOException {
        float[] rows = new float[3 * SIZE];
        rows[3] = 1;
        rows[SIZE + 4] = 1;
        rows[2 * SIZE + 3] = 1;
        float[][] own = images(file("each", rows, 3, SIZE));
        assertArrayEquals(images("3")[0], own[0], 1e-5f);
        assertArrayEquals(images("4")[1], own[1], 1e-5f);
        assertArrayEquals(images("3")[2], own[2], 1e-5f);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10 | it is 10",
                "99999999999 | it is 99999999999",
                "-1 | it has 1 components",
                "1,2 | it has 2 components",
                "0,0,x,0,0,0,0,0,0,0 | 'x' is no number",
                "0,0,NaN,0,0,0,0,0,0,0 | 'NaN' is not finite",
            })
    void whatFitsNotIsRefused(String label, String why) {
        generate("out", "--label=" + label).failsWith(2, "a class from 0 to 9, 10 numbers", why);
        assertFalse(Files.exists(folder.resolve("out")));
    }

    @Test
    void filesThatDoNotFitAreNamed() throws IOException {
        generate("out").failsWith(2, "--label", "none was given");
        String wrong = file("wrong", new float[2 * SIZE], 2, SIZE);
        generate("out", "--label", wrong).failsWith(2, wrong, "[2, 10]", "[3, 10]");
        float[] holes = new float[SIZE];
        holes[1] = Float.NaN;
        String file = file("holes", holes, SIZE);
        generate("out", "--label", file).failsWith(2, file, "NaN");
        generate("out", "--label", folder.resolve("no.npy").toString()).failsWith(1, "no.npy");
        assertFalse(Files.exists(folder.resolve("out")));
    }
}
