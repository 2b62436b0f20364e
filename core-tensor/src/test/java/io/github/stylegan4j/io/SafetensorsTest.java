package io.github.stylegan4j.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {
    @TempDir Path folder;

    @Test
    void everyTypeAndRankSurvives() throws IOException {
        RandomGenerator random = Seeds.random("everyTypeAndRankSurvives");
        Map<String, HostTensor> tensors = new LinkedHashMap<>();
        for (ElementType type : ElementType.values()) {
            for (int rank = 0; rank <= 4; rank++) {
                tensors.put(type + ".rank" + rank, Samples.random(random, type, rank));
            }
        }
        Map<String, String> metadata =
                Map.of(
                        "config",
                        "{\"a\": [1, 2]}\n\t\\",
                        "ключ \ud83d\ude00",
                        "\u0001\u007f",
                        "",
                        "");
        Path file = folder.resolve("all.safetensors");
        Safetensors.write(file, tensors, metadata);

        Safetensors.Contents contents = Safetensors.read(file);
        assertEquals(metadata, contents.metadata());
        assertEquals(tensors.keySet(), contents.tensors().keySet());
        tensors.forEach((name, tensor) -> Samples.assertSame(tensor, contents.tensors().get(name)));
    }

    @Test
    void bytesDependOnContentAlone() throws IOException {
        HostTensor floats = HostTensor.of(new float[] {1, 2, 3}, 3);
        HostTensor longs = HostTensor.of(new long[] {4});
        Path one = folder.resolve("one");
        Path two = folder.resolve("two");
        Safetensors.writer()
                .metadata("x", "1")
                .metadata("a", "2")
                .add("b", floats)
                .add("a", floats)
                .add("z", longs)
                .write(one);
        Safetensors.writer()
                .add("z", longs)
                .add("a", ElementType.F32, new int[] {3}, () -> floats)
                .metadata("a", "2")
                .add("b", floats)
                .metadata("x", "1")
                .write(two);
        assertArrayEquals(Files.readAllBytes(one), Files.readAllBytes(two));
        assertEquals(List.of("z", "a", "b"), List.copyOf(Safetensors.read(one).tensors().keySet()));
    }

    @Test
    void theBytesAreThoseOfTheFormat() throws IOException {
        Path file = folder.resolve("tiny");
        Safetensors.write(
                file, Map.of("w", HostTensor.of(new byte[] {1, -1}, 2)), Map.of("k", "v"));
        String header =
                "{\"__metadata__\":{\"k\":\"v\"},"
                        + "\"w\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]}}";
        assertArrayEquals(SafetensorsFiles.bytes(header + "  ", 1, -1), Files.readAllBytes(file));
        assertEquals(0, (header.length() + 2) % 8);
    }

    @Test
    void everyTensorIsAligned() throws IOException {
        RandomGenerator random = Seeds.random("everyTensorIsAligned");
        SafetensorsWriter writer = Safetensors.writer();
        for (ElementType type : ElementType.values()) {
            writer.add(type.name(), Samples.random(random, type, 1));
        }
        Path file = folder.resolve("aligned");
        writer.write(file);
        try (SafetensorsFile open = Safetensors.open(file)) {
            long start = Files.size(file);
            for (TensorInfo info : open.tensors().values()) {
                assertEquals(0, info.offset() % info.type().bytes(), info.toString());
                start -= info.byteSize();
            }
            assertEquals(0, start % 8);
        }
    }

    @Test
    void tensorsAreReadOneAtATime() throws IOException {
        Path file = folder.resolve("lazy");
        HostTensor a = HostTensor.of(new float[] {1, 2}, 2, 1);
        Safetensors.write(file, Map.of("a", a, "b", HostTensor.of(new int[] {3})), Map.of());
        try (SafetensorsFile open = Safetensors.open(file)) {
            assertEquals(file, open.path());
            assertEquals("a F32[2, 1]", open.tensors().get("a").toString());
            assertArrayEquals(new long[] {3}, open.read("b").toLongs());
            Samples.assertSame(a, open.read("a"));
            TensorFileException unknown =
                    assertThrows(TensorFileException.class, () -> open.read("c"));
            assertEquals(file, unknown.file());
            assertTrue(unknown.getMessage().contains("no tensor \"c\""), unknown.getMessage());
        }
    }

    @Test
    void aFileThatShrinksWhileOpenIsReported() throws IOException {
        Path file = folder.resolve("shrinking");
        Safetensors.write(file, Map.of("a", HostTensor.of(new float[100], 100)), Map.of());
        try (SafetensorsFile open = Safetensors.open(file)) {
            byte[] bytes = Files.readAllBytes(file);
            Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
            assertThrows(TensorFileException.class, () -> open.read("a"));
        }
    }

    @Test
    void readingAfterCloseFails() throws IOException {
        Path file = folder.resolve("closed");
        Safetensors.write(file, Map.of("a", HostTensor.of(new float[1])), Map.of());
        SafetensorsFile open = Safetensors.open(file);
        open.close();
        assertThrows(IOException.class, () -> open.read("a"));
    }

    @Test
    void aFailedWriteLeavesTheOldFile() throws IOException {
        Path file = folder.resolve("checkpoint");
        HostTensor tensor = HostTensor.of(new float[1000], 1000);
        Safetensors.write(file, Map.of("a", tensor), Map.of());
        byte[] before = Files.readAllBytes(file);
        SafetensorsWriter wrongShape =
                Safetensors.writer()
                        .add("a", tensor)
                        .add("b", ElementType.F32, new int[] {10, 100}, () -> tensor);
        Exception thrown = assertThrows(IllegalStateException.class, () -> wrongShape.write(file));
        assertEquals(
                "tensor \"b\": its supplier gave F32[1000] for F32[10, 100]", thrown.getMessage());
        assertArrayEquals(before, Files.readAllBytes(file));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void theWriterRefusesWhatTheFormatCannotHold() {
        HostTensor tensor = HostTensor.of(new float[1]);
        SafetensorsWriter writer = Safetensors.writer().add("a", tensor).metadata("k", "v");
        assertThrows(IllegalArgumentException.class, () -> writer.add("a", tensor));
        assertThrows(IllegalArgumentException.class, () -> writer.add("__metadata__", tensor));
        assertThrows(IllegalArgumentException.class, () -> writer.add("\ud800", tensor));
        assertThrows(IllegalArgumentException.class, () -> writer.metadata("k", "w"));
        assertThrows(IllegalArgumentException.class, () -> writer.metadata("l", "\udc00"));
        writer.metadata("long", "x".repeat(SafetensorsHeader.MAX_BYTES));
        Exception thrown =
                assertThrows(
                        IllegalArgumentException.class, () -> writer.write(folder.resolve("long")));
        assertTrue(thrown.getMessage().contains("header takes"), thrown.getMessage());
    }

    @Test
    void filesOfTheReferenceImplementationAreRewrittenIdentically() throws IOException {
        Path fixtures = Samples.fixtures("safetensors");
        for (String name : List.of("mnist_cnn", "multi_layer", "djl_list")) {
            Path original = fixtures.resolve(name + ".safetensors");
            Safetensors.Contents contents = Safetensors.read(original);
            Path copy = folder.resolve(name);
            Safetensors.write(copy, contents.tensors(), contents.metadata());
            assertArrayEquals(Files.readAllBytes(original), Files.readAllBytes(copy), name);
        }
        HostTensor attention =
                Safetensors.read(fixtures.resolve("djl_list.safetensors"))
                        .tensors()
                        .get("attention");
        assertEquals("I8[2, 3]", attention.toString());
        assertArrayEquals(new long[] {0, 1, 2, 3, 4, 5}, attention.toLongs());
    }
}
