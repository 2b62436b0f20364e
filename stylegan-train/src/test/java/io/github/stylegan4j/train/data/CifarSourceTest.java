package io.github.stylegan4j.train.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.train.data.format.CifarFile.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarSourceTest {
    private static final ImageOptions ALL =
            ImageOptions.of(32).withMaxLabelSize(ImageOptions.ALL_LABELS);

    private final RandomGenerator random = Seeds.random("CifarSourceTest");

    @TempDir private Path folder;

    private byte[] records(int count, int labelBytes, int classes) {
        byte[] bytes = new byte[count * (labelBytes + 3072)];
        random.nextBytes(bytes);
        for (int i = 0; i < count; i++) {
            bytes[i * (labelBytes + 3072) + labelBytes - 1] = (byte) random.nextInt(classes);
        }
        return bytes;
    }

    @Test
    void theBatchesOfAFolderFollowEachOther() throws IOException {
        byte[] first = records(3, 1, 10);
        byte[] second = records(2, 1, 10);
        Files.write(folder.resolve("data_batch_2.bin"), second);
        Files.write(folder.resolve("data_batch_1.bin"), first);
        Files.write(folder.resolve("test_batch.bin"), records(1, 1, 10));
        try (ImageSource source = DataSets.open(folder.toString(), DataSets.AUTO, ALL)) {
            assertEquals(5, source.count());
            assertEquals(10, source.labelSize());
            assertEquals("record 1 of data_batch_2.bin", source.imageName(4));
            assertArrayEquals(Arrays.copyOfRange(first, 1, 3073), source.image(0));
            assertArrayEquals(Arrays.copyOfRange(second, 3074, 6146), source.image(4));
            assertEquals(1, source.label(4)[second[3073]]);
        }
        try (ImageSource small =
                CifarSource.open(folder, Kind.CIFAR10, ImageOptions.of(8).withChannels(1))) {
            assertEquals(64, small.image(2).length);
            assertEquals(0, small.labelSize());
        }
    }

    @Test
    void ofCifar100TheFineClassesCount() throws IOException {
        byte[] records = records(4, 2, 100);
        Path file = folder.resolve("train.bin");
        Files.write(file, records);
        try (ImageSource source = DataSets.open(file.toString(), DataSets.AUTO, ALL)) {
            assertEquals(4, source.count());
            assertEquals(100, source.labelSize());
            for (int i = 0; i < 4; i++) {
                assertEquals(1, source.label(i)[records[i * 3074 + 1]]);
            }
        }
    }

    @Test
    void badFilesAreNamed() throws IOException {
        Path file = folder.resolve("data_batch_1.bin");
        refused(folder, "it holds neither data_batch_1.bin");
        Files.write(file, new byte[3072]);
        refused(file, file + ": it has 3072 bytes, which is no multiple of the 3073");
        byte[] records = records(3, 1, 10);
        records[2 * 3073] = 10;
        Files.write(file, records);
        refused(file, file + ", record 2: its class is 10; allowed is 0 to 9");
        Files.write(file, new byte[0]);
        refused(file, "holds no images");
        refused(folder.resolve("x.bin"), "there is no such file");
    }

    private static void refused(Path path, String message) {
        DataException e =
                assertThrows(DataException.class, () -> CifarSource.open(path, Kind.CIFAR10, ALL));
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }
}
