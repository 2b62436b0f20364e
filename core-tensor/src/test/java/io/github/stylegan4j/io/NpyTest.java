package io.github.stylegan4j.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyTest {
    private static final String GOOD =
            "{'descr': '<i2', 'fortran_order': False, 'shape': (2, 3), }\n";
    private static final int[] DATA = {1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0};

    @TempDir Path folder;

    @Test
    void everyTypeAndRankSurvives() throws IOException {
        RandomGenerator random = Seeds.random("everyTypeAndRankSurvives");
        Path file = folder.resolve("a.npy");
        for (ElementType type : ElementType.values()) {
            for (int rank = 0; rank <= 4 && type != ElementType.BF16; rank++) {
                HostTensor tensor = Samples.random(random, type, rank);
                Npy.write(file, tensor);
                Samples.assertSame(tensor, Npy.read(file));
                byte[] first = Files.readAllBytes(file);
                Npy.write(file, tensor);
                assertArrayEquals(first, Files.readAllBytes(file));
                int headerBytes = first.length - tensor.bytes().capacity();
                assertEquals(0, headerBytes % 64);
            }
        }
    }

    @Test
    void bfloatsHaveNoNumpyType() {
        HostTensor tensor = HostTensor.of(new float[1]).cast(ElementType.BF16);
        Exception thrown =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> Npy.write(folder.resolve("bf16"), tensor));
        assertTrue(thrown.getMessage().contains("BF16"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                GOOD,
                "{'shape':(2,3),'descr':'<i2','fortran_order':False}",
                "{\"descr\": \"<i2\", \"fortran_order\": False, \"shape\": (2L, 3L,),}   \n",
                "  {'descr': '<i2', 'fortran_order': False, 'shape': ( 2 , 3 ) , } "
            })
    void equivalentHeaders(String header) throws IOException {
        for (int version = 1; version <= 3; version++) {
            HostTensor tensor = Npy.read(file(NpyFiles.bytes(version, header, DATA)));
            assertEquals("I16[2, 3]", tensor.toString());
            assertArrayEquals(new long[] {1, 2, 3, 4, 5, 6}, tensor.toLongs());
        }
    }

    @Test
    void fortranOrderAndBigEndianAreConverted() throws IOException {
        int[] columns = {0, 1, 0, 4, 0, 2, 0, 5, 0, 3, 0, 6};
        String header = GOOD.replace("False", "True").replace('<', '>');
        HostTensor tensor = Npy.read(file(NpyFiles.bytes(1, header, columns)));
        assertArrayEquals(new long[] {1, 2, 3, 4, 5, 6}, tensor.toLongs());
    }

    @Test
    void fortranOrderOfAnyShapeIsConverted() throws IOException {
        RandomGenerator random = Seeds.random("fortranOrderOfAnyShapeIsConverted");
        for (int rank = 0; rank <= 5; rank++) {
            HostTensor tensor = Samples.random(random, ElementType.U8, rank);
            int[] shape = tensor.shape();
            int count = tensor.elementCount();
            int[] fortran = new int[count];
            for (int c = 0; c < count; c++) {
                int rest = c;
                int index = 0;
                for (int axis = rank - 1; axis >= 0; axis--) {
                    int stride = 1;
                    for (int lower = 0; lower < axis; lower++) {
                        stride *= shape[lower];
                    }
                    index += rest % shape[axis] * stride;
                    rest /= shape[axis];
                }
                fortran[index] = tensor.bytes().get(c);
            }
            String tuple = Arrays.toString(shape).replace('[', '(').replace("]", ",)");
            String header =
                    "{'descr': '|u1', 'fortran_order': True, 'shape': "
                            + (rank == 0 ? "()" : tuple)
                            + "}";
            Samples.assertSame(tensor, Npy.read(file(NpyFiles.bytes(1, header, fortran))));
        }
    }

    /** A change to the valid header, and what the message must say about it. */
    private record Change(String from, String to, String message) {}

    private static Stream<Change> changes() {
        return Stream.of(
                new Change("<i2", "|O", "pickle"),
                new Change("<i2", "|i2", "element type \"|i2\""),
                new Change("<i2", "<c8", "element type \"<c8\""),
                new Change("<i2", "<V2", "element type \"<V2\""),
                new Change("<i2", "<U7", "element type \"<U7\""),
                new Change("<i2", "", "element type \"\""),
                new Change("<i2", "<i\\x32", "unusual character"),
                new Change("'<i2'", "[('a', '<i2')]", "structured element type"),
                new Change("False", "0", "False here"),
                new Change("False", "Falsey", "'}' here"),
                new Change("False", "__import__('os')", "False here"),
                new Change("(2, 3)", "[2, 3]", "'(' here"),
                new Change("(2, 3)", "(6)", "',' here"),
                new Change("(2, 3)", "(-2, 3)", "an integer from 0"),
                new Change("(2, 3)", "(2, 3", "an integer from 0"),
                new Change("(2, 3)", "(2, 3 4)", "')' here"),
                new Change("(2, 3)", "(2,, 3)", "an integer from 0"),
                new Change("(2, 3)", "(2, 4)", "exactly 16 bytes"),
                new Change("(2, 3)", "(2, 2)", "exactly 8 bytes"),
                new Change("(2, 3)", "(1152921504606846976,)", "exactly 2305843009213693952"),
                new Change("(2, 3)", "(4294967296, 4294967296)", "sizes below 2^63"),
                new Change("(2, 3)", "(" + "1,".repeat(65) + ")", "at most 64"),
                new Change(", }", ", 'x': 1}", "the key \"x\""),
                new Change(", }", ", 'descr': '<i2'}", "each once"),
                new Change("'descr': '<i2', ", "", "a key missing"),
                new Change(", }", ", ", "'"),
                new Change(", }\n", ", } 1", "the end of the header"),
                new Change("'descr'", "'descr", "':' here"),
                new Change("{", "", "'{' here"));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void headersThatAreRefused(Change change) throws IOException {
        assertTrue(GOOD.contains(change.from()));
        String header = GOOD.replace(change.from(), change.to());
        assertRefused(file(NpyFiles.bytes(1, header, DATA)), change.message());
    }

    @Test
    void everyTruncationAndAnExtraByteAreRefused() throws IOException {
        for (int version = 1; version <= 3; version++) {
            byte[] whole = NpyFiles.bytes(version, GOOD, DATA);
            for (int length = 0; length < whole.length; length++) {
                assertRefused(file(Arrays.copyOf(whole, length)), "Allowed: ");
            }
            assertRefused(file(Arrays.copyOf(whole, whole.length + 1)), "has 13 bytes of data");
        }
    }

    @Test
    void otherFilesAreRecognised() throws IOException {
        assertRefused(file("PK\003\004 zip".getBytes(StandardCharsets.US_ASCII)), "zip archive");
        assertRefused(file(NpyFiles.bytes(4, GOOD, DATA)), "npy version 4.0");
        byte[] hugeHeader = NpyFiles.bytes(2, GOOD, DATA);
        hugeHeader[11] = (byte) 0xff;
        assertRefused(file(hugeHeader), "has a header of 42");
        assertRefused(folder, "this is a folder");
        assertThrows(NoSuchFileException.class, () -> Npy.read(folder.resolve("missing")));
    }

    @Test
    void fixturesAreRead() throws IOException {
        Path fixtures = Samples.fixtures("numpy");
        double[] counted = {1, 2, 3, 4, 5, 6, 7, 8};
        for (String name : List.of("f32LE_2D_c", "f32LE_2D_f", "u64BE_2D_c")) {
            HostTensor tensor = Npy.read(fixtures.resolve("arraymancer_" + name + ".npy"));
            assertArrayEquals(new int[] {2, 4}, tensor.shape());
            assertArrayEquals(counted, tensor.toDoubles());
        }
        HostTensor candle = Npy.read(fixtures.resolve("candle_test.npy"));
        assertArrayEquals(new long[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, candle.toLongs());
        for (String name : List.of("boolean", "int8", "uint8", "fp16", "fp32", "2d")) {
            HostTensor tensor = Npy.read(fixtures.resolve("djl_" + name + ".npy"));
            for (double value : tensor.toDoubles()) {
                assertEquals(1, value, name);
            }
        }
        HostTensor smile = Npy.read(fixtures.resolve("ffhq_w_direction_smile.npy"));
        assertEquals("F64[18, 512]", smile.toString());
        double sum = Arrays.stream(smile.toDoubles()).sum();
        assertEquals(-65.57652346037578, sum, 1e-9);
    }

    @Test
    void filesOfNumpyAreRewrittenIdentically() throws IOException {
        Path fixtures = Samples.fixtures("numpy");
        Path copy = folder.resolve("copy.npy");
        for (String name : List.of("djl_2d", "djl_boolean", "djl_fp16", "djl_int8", "djl_uint8")) {
            Path original = fixtures.resolve(name + ".npy");
            Npy.write(copy, Npy.read(original));
            assertArrayEquals(Files.readAllBytes(original), Files.readAllBytes(copy), name);
        }
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("bad.npy"), bytes);
    }

    private static void assertRefused(Path file, String message) {
        TensorFileException thrown = assertThrows(TensorFileException.class, () -> Npy.read(file));
        assertTrue(thrown.getMessage().startsWith(file + ": "), thrown.getMessage());
        assertTrue(thrown.getMessage().contains(message), thrown.getMessage());
    }
}
