package io.github.stylegan4j.tuning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.io.Seeds;
import io.github.stylegan4j.io.TensorFileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class TuningStoreTest {
    private static final DeviceKey DEVICE =
            DeviceKey.of("opencl", "GeForce \"X\" \\ 1", "driver 1\n2");

    @TempDir private Path folder;
    private TuningStore store;

    @BeforeEach
    void open() {
        store = new TuningStore(folder.resolve("a").resolve("b"));
    }

    private static TuningTable table(RandomGenerator random) {
        TuningTable t = TuningTable.empty();
        for (int i = random.nextInt(20); i >= 0; i--) {
            ConvKey key =
                    new ConvKey(
                            ConvRole.values()[random.nextInt(3)],
                            1 + random.nextInt(600),
                            1 + random.nextInt(600),
                            1 + random.nextInt(1024),
                            1 + random.nextInt(1024),
                            3,
                            3,
                            1,
                            random.nextInt(3),
                            1);
            t = t.with(key, ConvAlgorithm.values()[random.nextInt(3)]);
            t = t.with("name \"" + i + "\"", random.nextInt());
        }
        return t;
    }

    /** In time that grows with the number of choices, not with its square: here, minutes. */
    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void manyChoicesAreReadAtOnce() {
        Map<String, Integer> numbers = new HashMap<>();
        for (int i = 0; i < 200_000; i++) {
            numbers.put("name " + i, i);
        }
        TuningTable table = new TuningTable(Map.of(), numbers);
        String text = TuningJson.write(DEVICE, table);
        assertEquals(table, TuningJson.read(Path.of("table.json"), text).table());
        TuningTable one = new TuningTable(Map.of(), Map.of("name", 1));
        String nameless = TuningJson.write(DEVICE, one).replace("\"name\":1", "\"\":1");
        assertThrows(
                TensorFileException.class, () -> TuningJson.read(Path.of("table.json"), nameless));
    }

    @Test
    void whatWasSavedIsLoaded() throws IOException {
        RandomGenerator random = Seeds.random("TuningStoreTest");
        for (int i = 0; i < 20; i++) {
            TuningTable t = table(random);
            assertEquals(store.file(DEVICE), store.save(DEVICE, t));
            assertEquals(t, store.load(DEVICE));
            assertEquals(t.fingerprint(), store.load(DEVICE).fingerprint());
        }
        try (var files = Files.list(store.file(DEVICE).getParent())) {
            assertEquals(List.of(store.file(DEVICE)), files.toList());
        }
    }

    @Test
    void devicesAndDriversHaveFilesOfTheirOwn() throws IOException {
        store.save(DEVICE, TuningTable.empty().with("chunk", 1));
        for (DeviceKey other :
                List.of(
                        new DeviceKey("cpu", DEVICE.name(), DEVICE.driver(), DEVICE.library()),
                        new DeviceKey("opencl", "other", DEVICE.driver(), DEVICE.library()),
                        new DeviceKey("opencl", DEVICE.name(), "2", DEVICE.library()))) {
            assertNotEquals(store.file(DEVICE), store.file(other));
            assertTrue(store.load(other).isEmpty());
        }
    }

    @Test
    void theTableOfAnotherBuildIsNotUsedButReplaced() throws IOException {
        DeviceKey other = new DeviceKey("opencl", DEVICE.name(), DEVICE.driver(), "99");
        store.save(other, TuningTable.empty().with("chunk", 1));
        assertTrue(store.load(DEVICE).isEmpty());
        TuningTable now = TuningTable.empty().with("chunk", 2);
        store.save(DEVICE, now);
        assertEquals(now, store.load(DEVICE));
        assertTrue(store.load(other).isEmpty());
    }

    @Test
    void theTableOfAnotherDeviceIsNotUsed() throws IOException {
        DeviceKey other = DeviceKey.of("opencl", "other", "1");
        Path file = store.save(other, TuningTable.empty().with("chunk", 1));
        Files.move(file, store.file(DEVICE));
        assertTrue(store.load(DEVICE).isEmpty());
    }

    @Test
    void aDamagedFileIsNotUsedAndStopsNothing() throws IOException {
        RandomGenerator random = Seeds.random("TuningStoreTest.damaged");
        TuningTable saved = table(random);
        Path file = store.save(DEVICE, saved);
        byte[] good = Files.readAllBytes(file);
        for (String bad : List.of("", "{", "[]", "null", "{\"format\":\"x\"}", "\u0000\u0001")) {
            Files.writeString(file, bad);
            assertTrue(store.load(DEVICE).isEmpty(), bad);
        }
        for (int i = 0; i < 60; i++) {
            byte[] bytes = good.clone();
            for (int k = random.nextInt(4); k >= 0; k--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            Files.write(file, bytes);
            TuningTable loaded = store.load(DEVICE);
            assertTrue(loaded.isEmpty() || loaded.equals(saved), "a changed table was believed");
        }
        Files.write(file, new byte[5 << 20]);
        assertTrue(store.load(DEVICE).isEmpty());
    }

    @Test
    void unknownChoicesAreNotGuessed() throws IOException {
        Path file = store.save(DEVICE, TuningTable.empty());
        String good = Files.readString(file, StandardCharsets.UTF_8);
        for (String wrong :
                List.of(
                        "\"forward 1>1 1x1 k3x3 s1 p1 g1\":\"fft\"",
                        "\"sideways 1>1 1x1 k3x3 s1 p1 g1\":\"direct\"",
                        "\"forward 1>1 1x1\":\"direct\"")) {
            String text = good.replaceFirst("\"convolutions\":\\{", "$0" + wrong);
            assertNotEquals(good, text);
            Files.writeString(file, text);
            assertTrue(store.load(DEVICE).isEmpty(), wrong);
        }
    }

    @Test
    void aTableCanBeForgotten() throws IOException {
        store.save(DEVICE, TuningTable.empty().with("chunk", 1));
        assertTrue(store.forget(DEVICE));
        assertTrue(store.load(DEVICE).isEmpty());
        assertFalse(store.forget(DEVICE));
    }

    @Test
    void aFolderThatCannotBeMadeIsAnErrorOfSavingAlone() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "in the way");
        TuningStore blocked = new TuningStore(file);
        assertTrue(blocked.load(DEVICE).isEmpty());
        assertThrows(IOException.class, () -> blocked.save(DEVICE, TuningTable.empty()));
    }
}
