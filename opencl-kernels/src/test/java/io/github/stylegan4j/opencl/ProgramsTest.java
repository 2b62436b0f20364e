package io.github.stylegan4j.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.array.DType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs are compiled once, survive a damaged cache, and say what is wrong with them. */
class ProgramsTest {
    private static final float[] INPUT = {3, -1, 4};
    private static final String SQUARE =
            "#define ARITY 1\n#define RANK 1\n#define OP(V, a, b, c, d) (a * a)\n";

    @TempDir Path folder;

    /** Squares three numbers with a kernel from a cache in the folder. */
    private float[] square() {
        try (Session session = new Session(TestDevice.find(), Variant.COARSE)) {
            Programs programs = new Programs(session, new BinaryCache(folder));
            DeviceMemory memory = new DeviceMemory(session);
            Transfers transfers = new Transfers(session);
            ClBuffer x = memory.allocate(DType.FLOAT32, INPUT.length);
            transfers.upload(INPUT, x);
            int[] dims = {1, 1, 1, 1, 1, 1, 1, INPUT.length};
            int[] strides = {0, 0, 0, 0, 0, 0, 0, 1};
            programs.kernel("map.cl", "map", DType.FLOAT32, SQUARE)
                    .with(INPUT.length)
                    .with(64)
                    .with(0)
                    .with(0)
                    .with(dims)
                    .with(x)
                    .with(0)
                    .with(strides)
                    .with(x)
                    .with(0)
                    .with(strides)
                    .with(0, DType.FLOAT32)
                    .with(0, DType.FLOAT32)
                    .run("square", new long[] {1}, 1);
            float[] y = new float[INPUT.length];
            transfers.download(x, y);
            transfers.close();
            memory.release(x);
            memory.close();
            programs.close();
            return y;
        }
    }

    private static void expectSquares(float[] y) {
        assertEquals(List.of(9f, 1f, 16f), List.of(y[0], y[1], y[2]));
    }

    private List<Path> cached() throws IOException {
        try (var files = Files.list(folder)) {
            return files.toList();
        }
    }

    @Test
    void aSecondRunFindsTheProgramOnDisk() throws IOException {
        expectSquares(square());
        assertEquals(1, cached().size());
        expectSquares(square());
        assertEquals(1, cached().size());
    }

    @Test
    void aDamagedFileIsCompiledAnew() throws IOException {
        expectSquares(square());
        Path file = cached().get(0);
        Files.writeString(file, "not a program");
        expectSquares(square());
        assertTrue(Files.size(file) > 100, "the program was kept again");
    }

    @Test
    void aBinaryTheDriverRefusesIsCompiledAnew() throws IOException {
        expectSquares(square());
        String key = cached().get(0).getFileName().toString();
        byte[] nonsense = "a sound file, but no program".getBytes(StandardCharsets.UTF_8);
        new BinaryCache(folder).store(key, nonsense);
        expectSquares(square());
        assertTrue(Files.size(folder.resolve(key)) > 100, "the program was kept again");
    }

    @Test
    void aKernelThatDoesNotCompileIsReported() {
        try (Session session = new Session(TestDevice.find(), Variant.COARSE)) {
            Programs programs = new Programs(session, new BinaryCache(folder));
            String defines = "#define ARITY 1\n#define OP(V, a, b, c, d) (nonsense(a))\n";
            OpenClException e =
                    assertThrows(
                            OpenClException.class,
                            () -> programs.kernel("map.cl", "map", DType.FLOAT32, defines));
            for (String part : List.of("map.cl", "nonsense", "#define ARITY 1", "CL_BUILD")) {
                assertTrue(e.getMessage().contains(part), e.getMessage());
            }
        }
    }

    @Test
    void aFailedLaunchNamesOperationKernelAndSizes() {
        try (Session session = new Session(TestDevice.find(), Variant.COARSE)) {
            Programs programs = new Programs(session, new BinaryCache(folder));
            ClKernel kernel = programs.kernel("map.cl", "map", DType.FLOAT32, SQUARE);
            OpenClException e =
                    assertThrows(
                            OpenClException.class, () -> kernel.run("square", new long[] {1}, 7));
            for (String part : List.of("square", "kernel map", "[7]", "CL_INVALID_KERNEL_ARGS")) {
                assertTrue(e.getMessage().contains(part), e.getMessage());
            }
        }
    }
}
