package io.github.stylegan4j.train.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FunctionImageSourceTest {
    private static byte[] even(int index, int size) {
        byte[] image = new byte[size];
        Arrays.fill(image, (byte) index);
        return image;
    }

    private static ImageSource gray(String name, int count, IntFunction<byte[]> images) {
        return ImageSource.of(name, 1, 8, count, images);
    }

    @Test
    void imagesAreThoseOfTheFunction() {
        ImageSource source = ImageSource.of("even", 4, 8, 7, i -> even(i, 4 * 8 * 8));
        assertEquals(7, source.count());
        assertEquals(4, source.channels());
        assertEquals(8, source.width());
        assertEquals(0, source.labelSize());
        assertEquals("even 6", source.imageName(6));
        assertArrayEquals(even(6, 4 * 8 * 8), source.image(6));
        assertArrayEquals(even(6, 4 * 4 * 4), source.image(6, 4));
        assertThrows(IndexOutOfBoundsException.class, () -> source.image(7));
    }

    @Test
    void theFingerprintTellsDifferentImages() {
        String one = gray("a", 300, i -> even(i, 64)).fingerprint();
        assertEquals(one, gray("a", 300, i -> even(i, 64)).fingerprint());
        Set<String> all = new HashSet<>(Set.of(one));
        assertTrue(all.add(gray("b", 300, i -> even(i, 64)).fingerprint()), "another name");
        assertTrue(all.add(gray("a", 301, i -> even(i, 64)).fingerprint()), "one more");
        assertTrue(all.add(gray("a", 1, i -> even(i, 64)).fingerprint()), "one alone");
        for (int changed : new int[] {0, 299}) {
            String other = gray("a", 300, i -> even(i == changed ? 7 : i, 64)).fingerprint();
            assertTrue(all.add(other), "another image " + changed);
        }
    }

    @Test
    void noMoreThan256ImagesAreLookedAt() {
        int[] asked = new int[1];
        Set<Integer> indices = new HashSet<>();
        String fingerprint =
                gray(
                                "many",
                                1_000_000_000,
                                i -> {
                                    asked[0]++;
                                    indices.add(i);
                                    return even(i, 64);
                                })
                        .fingerprint();
        assertNotEquals("", fingerprint);
        assertEquals(256, asked[0]);
        assertEquals(256, indices.size());
        assertTrue(indices.contains(999_999_999));
    }

    @ParameterizedTest
    @CsvSource({
        "' ',1,8,1,name is ' '",
        "a,2,8,1,channels is 2; allowed is 1",
        "a,1,12,1,resolution is 12; allowed is a power of two",
        "a,1,2,1,resolution is 2",
        "a,1,8,0,count is 0"
    })
    void badValuesAreRefusedByName(
            String name, int channels, int resolution, int count, String message) {
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> ImageSource.of(name, channels, resolution, count, i -> new byte[64]));
        assertTrue(e.getMessage().startsWith(message), e.getMessage());
    }

    @Test
    void anImageOfAnotherSizeIsNamed() {
        ImageSource source = gray("own", 3, i -> i == 0 ? null : new byte[63]);
        assertEquals(
                "own 1 has 63 bytes; needed are 64: 1 channels of 8x8",
                assertThrows(DataException.class, () -> source.image(1)).getMessage());
        assertTrue(
                assertThrows(DataException.class, () -> source.image(0))
                        .getMessage()
                        .startsWith("own 0 has no bytes"));
    }
}
