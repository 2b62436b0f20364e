package io.github.stylegan4j.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NpzTest {
    private static final byte[] ARRAY =
            NpyFiles.bytes(1, "{'descr': '|u1', 'fortran_order': False, 'shape': (2,)}", 7, 8);

    @TempDir Path folder;

    @ParameterizedTest
    @EnumSource
    void everyTypeSurvivesWithEqualBytes(Npz.Compression compression) throws IOException {
        RandomGenerator random = Seeds.random("everyTypeSurvivesWithEqualBytes");
        Map<String, HostTensor> tensors = new TreeMap<>();
        for (ElementType type : ElementType.values()) {
            if (type != ElementType.BF16) {
                tensors.put("dir/" + type + " ü", Samples.random(random, type, 3));
            }
        }
        Path file = folder.resolve("a.npz");
        Npz.write(file, tensors, compression);
        Map<String, HostTensor> read = Npz.read(file);
        assertEquals(List.copyOf(tensors.keySet()), List.copyOf(read.keySet()));
        tensors.forEach((name, tensor) -> Samples.assertSame(tensor, read.get(name)));

        Path again = folder.resolve("b.npz");
        Map<String, HostTensor> reversed = new TreeMap<>(Comparator.reverseOrder());
        reversed.putAll(tensors);
        Npz.write(again, reversed, compression);
        assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(again));
    }

    @Test
    void compressionCompresses() throws IOException {
        Map<String, HostTensor> zeros = Map.of("z", HostTensor.of(new double[100_000], 100_000));
        Path stored = folder.resolve("stored.npz");
        Path deflated = folder.resolve("deflated.npz");
        Npz.write(stored, zeros, Npz.Compression.STORED);
        Npz.write(deflated, zeros, Npz.Compression.DEFLATED);
        assertTrue(Files.size(stored) > 800_000);
        assertTrue(Files.size(deflated) < 8_000);
        assertArrayEquals(new double[100_000], Npz.read(deflated).get("z").toDoubles());
    }

    @Test
    void namesMustBePossible() {
        Path file = folder.resolve("names.npz");
        HostTensor tensor = HostTensor.of(new float[1]);
        assertThrows(
                IllegalArgumentException.class,
                () -> Npz.write(file, Map.of("", tensor), Npz.Compression.STORED));
        assertThrows(
                IllegalArgumentException.class,
                () -> Npz.write(file, Map.of("n".repeat(70_000), tensor), Npz.Compression.STORED));
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        Npz.write(
                                file,
                                Map.of("b", tensor.cast(ElementType.BF16)),
                                Npz.Compression.STORED));
        assertTrue(Files.notExists(file));
    }

    @Test
    void damageIsFoundByTheChecksum() throws IOException {
        Path file = folder.resolve("damaged.npz");
        Npz.write(
                file,
                Map.of("a", HostTensor.of(new byte[] {11, 22, 33}, 3)),
                Npz.Compression.STORED);
        byte[] bytes = Files.readAllBytes(file);
        int position = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\013\026!");
        bytes[position]++;
        assertRefused(bytes, "another checksum");
    }

    @Test
    void entriesThatAreNoArraysAreRefused() throws IOException {
        assertRefused(zip("readme.txt", ARRAY), "is not an array");
        assertRefused(zip("a.npy", new byte[20]), "is not in npy format");
        assertRefused(zip("a.npy", Arrays.copyOf(ARRAY, ARRAY.length - 1)), "1 bytes of data");
    }

    @Test
    void sizesThatCannotBeAreRefusedBeforeAllocation() throws IOException {
        byte[] huge = zip("a.npy", ARRAY);
        int directory = new String(huge, StandardCharsets.ISO_8859_1).indexOf("PK\001\002");
        ByteBuffer.wrap(huge).order(ByteOrder.LITTLE_ENDIAN).putInt(directory + 24, 0x7fffffff);
        assertRefused(huge, "hold 2147483647");
    }

    @Test
    void everyTruncationIsRefused() throws IOException {
        byte[] whole = zip("a.npy", ARRAY);
        for (int length = 0; length < whole.length; length++) {
            assertRefused(Arrays.copyOf(whole, length), "Allowed: ");
        }
    }

    @Test
    void fixturesAreRead() throws IOException {
        Path fixtures = Samples.fixtures("numpy");
        Map<String, HostTensor> candle = Npz.read(fixtures.resolve("candle_test.npz"));
        assertArrayEquals(new long[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, candle.get("x").toLongs());
        assertArrayEquals(
                new long[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, candle.get("x_plus_one").toLongs());
        Map<String, HostTensor> djl = Npz.read(fixtures.resolve("djl_list.npz"));
        assertEquals("BOOL[1]", djl.get("bool8").toString());
        assertEquals("I8[1]", djl.get("arr_0").toString());
    }

    private static byte[] zip(String name, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content);
        }
        return bytes.toByteArray();
    }

    private void assertRefused(byte[] bytes, String message) throws IOException {
        Path file = Files.write(folder.resolve("bad.npz"), bytes);
        TensorFileException thrown = assertThrows(TensorFileException.class, () -> Npz.read(file));
        assertTrue(thrown.getMessage().startsWith(file + ": "), thrown.getMessage());
        assertTrue(thrown.getMessage().contains(message), thrown.getMessage());
    }
}
