package io.github.stylegan4j.io;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged files of every kind end in the documented exceptions or are read, never in others. */
class MutationTest {
    private static final int ROUNDS = 4000;

    /** Numbers and letters that mean something in the headers. */
    private static final byte[] TELLING =
            "{}[](),:'\"\\0123456789 truefalsTFu8BF4L\n".getBytes(StandardCharsets.US_ASCII);

    @TempDir Path folder;

    private interface Reader {
        void read(Path file) throws IOException;
    }

    @Test
    void safetensors() throws IOException {
        Path file = folder.resolve("seed");
        Safetensors.write(
                file,
                Map.of(
                        "a.weight", HostTensor.of(new float[6], 2, 3),
                        "a.bias", HostTensor.of(new byte[3], 3),
                        "empty", HostTensor.of(new long[0], 4, 0)),
                Map.of("config", "{\"x\": \u00e9}"));
        mutate("safetensors", Files.readAllBytes(file), Safetensors::read);
    }

    @Test
    void npy() throws IOException {
        for (int version = 1; version <= 2; version++) {
            String header = "{'descr': '>f4', 'fortran_order': True, 'shape': (2, 3), }";
            mutate("npy", NpyFiles.bytes(version, header, new int[24]), Npy::read);
        }
    }

    @Test
    void npz() throws IOException {
        Path file = folder.resolve("seed");
        for (Npz.Compression compression : Npz.Compression.values()) {
            Npz.write(
                    file,
                    Map.of(
                            "a", HostTensor.of(new float[6], 2, 3),
                            "b", HostTensor.of(new long[] {7})),
                    compression);
            mutate("npz " + compression, Files.readAllBytes(file), Npz::read);
        }
    }

    private void mutate(String what, byte[] valid, Reader reader) throws IOException {
        RandomGenerator random = Seeds.random(what);
        Path file = folder.resolve("mutant");
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] mutant = mutant(random, valid);
            Files.write(file, mutant);
            try {
                reader.read(file);
            } catch (TensorFileException | IOException e) {
                refused++;
                assertTrue(e.getMessage().contains("mutant"), e.getMessage());
            } catch (RuntimeException | Error e) {
                fail(what + ", round " + round + ": " + Arrays.toString(mutant), e);
            }
        }
        assertTrue(refused > ROUNDS / 4, what + ": only " + refused + " were refused");
    }

    private static byte[] mutant(RandomGenerator random, byte[] valid) {
        byte[] bytes = valid.clone();
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(6)) {
                case 0 -> bytes[at] = (byte) random.nextInt();
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bytes[at] = TELLING[random.nextInt(TELLING.length)];
                case 3 -> bytes[at] = (byte) (random.nextBoolean() ? 0xff : 0);
                case 4 -> bytes = without(bytes, at);
                default -> bytes = doubled(random, bytes, at);
            }
        }
        return bytes;
    }

    private static byte[] without(byte[] bytes, int at) {
        if (bytes.length == 1) {
            return bytes;
        }
        byte[] shorter = Arrays.copyOf(bytes, bytes.length - 1);
        System.arraycopy(bytes, at + 1, shorter, at, shorter.length - at);
        return shorter;
    }

    /** Repeats a piece, which makes duplicate names, deeper nesting and longer numbers. */
    private static byte[] doubled(RandomGenerator random, byte[] bytes, int at) {
        int length = Math.min(1 + random.nextInt(60), bytes.length - at);
        byte[] longer = Arrays.copyOf(bytes, bytes.length + length);
        System.arraycopy(bytes, at, longer, at + length, bytes.length - at);
        return longer;
    }
}
