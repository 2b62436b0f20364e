package io.github.stylegan4j.train.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.train.data.format.DataFileException;
import io.github.stylegan4j.train.data.format.LmdbFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that {@code mdb_load} of LMDB 0.9.24 has written: forty images under keys as LSUN has them,
 * every eighth of them too large for a leaf of the tree; two images; a named database.
 */
class LmdbImageSourceTest {
    private static final ImageOptions PLAIN = ImageOptions.of(8);

    @TempDir private Path folder;

    static byte[] fixture(String name) throws IOException {
        try (InputStream in = LmdbImageSourceTest.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }

    private Path written(byte[] content) throws IOException {
        return Files.write(folder.resolve("data.mdb"), content);
    }

    @Test
    void imagesComeInTheOrderOfTheirKeys() throws IOException {
        written(fixture("forty-images.mdb"));
        try (ImageSource source = DataSets.open(folder.toString(), DataSets.AUTO, PLAIN)) {
            assertEquals(40, source.count());
            List<String> names = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                names.add(source.imageName(i));
                assertEquals(40, names.get(i).length());
                if (i % 8 != 3) {
                    assertArrayEquals(solid(i), source.image(i), "image " + i);
                }
            }
            assertEquals(names.stream().sorted().toList(), names);
            assertEquals(0, source.labelSize());
        }
        assertEquals(new ImageShape(3, 8, 8), DataSets.shape(folder.toString(), DataSets.AUTO));
    }

    /** The colour that the image of a key was made with. */
    private static byte[] solid(int i) {
        byte[] image = new byte[3 * 8 * 8];
        int[] colour = {i * 5 % 256, (255 - i * 3) % 256, i * 11 % 256};
        for (int c = 0; c < 3; c++) {
            Arrays.fill(image, 64 * c, 64 * (c + 1), (byte) colour[c]);
        }
        return image;
    }

    @Test
    void aFileIsRecognisedByItsFirstBytesAndKeysThatAreNoTextAreHexadecimal() throws IOException {
        Path file = Files.write(folder.resolve("images"), fixture("two-images.mdb"));
        assertEquals(DataFormat.LMDB, DataSets.format(file, DataSets.AUTO));
        try (ImageSource source = DataSets.open(file.toString(), "lmdb", PLAIN)) {
            assertEquals("a", source.imageName(0));
            assertEquals("ff0062", source.imageName(1));
            assertArrayEquals(solid(1), source.image(0));
        }
        Validation found = DataFormat.LMDB.validate(file);
        assertEquals(2, found.checked());
        assertEquals(List.of(), found.bad());
    }

    @Test
    void theNewerOfTheTwoMetaPagesCounts() throws IOException {
        byte[] file = fixture("two-images.mdb");
        ByteBuffer pages = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        long first = pages.getLong(144);
        long second = pages.getLong(4096 + 144);
        assertTrue(first != second);
        int older = first < second ? 0 : 4096;
        // Nonsense in the older one does no harm, and in the newer one is found.
        pages.putLong(older + 128, 77);
        try (LmdbFile lmdb = LmdbFile.open(written(file))) {
            assertEquals(2, lmdb.entries().size());
        }
        pages.putLong(4096 - older + 128, 77);
        refused(file, "page 77 is asked for");
    }

    @Test
    void aSecondMetaPageThatWasNotWrittenToItsEndIsPassedOver() throws IOException {
        byte[] file = fixture("two-images.mdb");
        ByteBuffer pages = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        if (pages.getLong(144) < pages.getLong(4096 + 144)) {
            System.arraycopy(Arrays.copyOfRange(file, 4096 + 16, 4096 + 152), 0, file, 16, 136);
        }
        pages.putInt(4096 + 40, 0);
        try (LmdbFile lmdb = LmdbFile.open(written(file))) {
            assertEquals(2, lmdb.entries().size());
        }
    }

    @Test
    void damagedNodesMakeNoMoreThanThereIs() throws IOException {
        byte[] few = fixture("two-images.mdb");
        ByteBuffer pages = ByteBuffer.wrap(few).order(ByteOrder.LITTLE_ENDIAN);
        for (int meta : new int[] {0, 4096}) {
            pages.putLong(meta + 120, 1);
        }
        refused(few, "more than its 1 entries are found");
        byte[] key = fixture("forty-images.mdb");
        pages = ByteBuffer.wrap(key).order(ByteOrder.LITTLE_ENDIAN);
        int meta = pages.getLong(144) > pages.getLong(4096 + 144) ? 0 : 4096;
        int root = (int) pages.getLong(meta + 128) * 4096;
        int leaf = pages.getInt(root + pages.getShort(root + 16)) * 4096;
        // The node that was added last lies first, and has the others behind it.
        int node = 4096;
        for (int at = leaf + 16; at < leaf + pages.getShort(leaf + 12); at += 2) {
            node = Math.min(node, pages.getShort(at));
        }
        pages.putShort(leaf + node + 6, (short) 512);
        refused(key, "has a key of 512 bytes");
    }

    @Test
    void anEmptyFileHasNoImages() throws IOException {
        byte[] file = fixture("two-images.mdb");
        ByteBuffer pages = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        for (int meta : new int[] {0, 4096}) {
            pages.putShort(meta + 94, (short) 0);
            pages.putLong(meta + 120, 0);
        }
        written(file);
        DataException e =
                assertThrows(DataException.class, () -> LmdbImageSource.open(folder, PLAIN));
        assertTrue(e.getMessage().contains("has no entries"), e.getMessage());
    }

    private void refused(byte[] file, String reason) throws IOException {
        written(file);
        DataFileException e =
                assertThrows(DataFileException.class, () -> LmdbFile.open(folder).close());
        assertTrue(e.getMessage().contains(reason), e.getMessage());
        assertTrue(e.getMessage().startsWith(folder.resolve("data.mdb") + ": "), e.getMessage());
    }

    @Test
    void whatIsNotReadOrDamagedSaysSo() throws IOException {
        refused(fixture("named.mdb"), "the entry images is a named database");
        refused(new byte[5000], "does not begin as an LMDB file");
        byte[] forty = fixture("forty-images.mdb");
        refused(Arrays.copyOf(forty, 20_000), "is asked for, and it has 4");
        byte[] page = forty.clone();
        ByteBuffer.wrap(page).order(ByteOrder.LITTLE_ENDIAN).putInt(40, 5000);
        refused(page, "its pages have 5000 bytes; allowed are powers of two");
        byte[] sorted = forty.clone();
        sorted[92] |= 4;
        sorted[4096 + 92] |= 4;
        refused(sorted, "several values per key");
        byte[] count = forty.clone();
        count[120]++;
        count[4096 + 120]++;
        refused(count, "40 of its 41 entries are found");
        DataException e =
                assertThrows(
                        DataException.class,
                        () -> LmdbImageSource.open(folder.resolve("nowhere"), PLAIN));
        assertTrue(e.getMessage().contains("there is no such file"), e.getMessage());
    }

    /** Followed blindly, such a tree would have no end. */
    @Test
    void aTreeThatLeadsBackIntoItselfIsFound() throws IOException {
        byte[] file = fixture("forty-images.mdb");
        ByteBuffer pages = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int meta = pages.getLong(144) > pages.getLong(4096 + 144) ? 0 : 4096;
        int root = (int) pages.getLong(meta + 128) * 4096;
        int first = pages.getShort(root + 16);
        int second = pages.getShort(root + 18);
        pages.putInt(root + second, pages.getInt(root + first));
        refused(file, "is used twice");
        pages.putShort(meta + 94, (short) 33);
        refused(file, "its tree has 33 levels");
        assertEquals(0, Collections.frequency(List.of(first, second), 0));
    }
}
