package io.github.stylegan4j.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGenerator;

/** Arrays and files that several tests of this package use. */
final class Samples {
    /** Sizes at which layout code tends to break: 1, primes, and neighbours of powers of two. */
    private static final int[] SIZES = {1, 2, 3, 5, 7, 8, 9, 13, 15, 16, 17};

    private Samples() {}

    /** An array of random bytes; one in eight has an empty axis. */
    static HostTensor random(RandomGenerator random, ElementType type, int rank) {
        int[] shape = new int[rank];
        int count = 1;
        boolean empty = random.nextInt(8) == 0;
        for (int axis = 0; axis < rank; axis++) {
            shape[axis] = empty && axis == rank / 2 ? 0 : SIZES[random.nextInt(SIZES.length)];
            count *= shape[axis];
        }
        byte[] bytes = new byte[count * type.bytes()];
        random.nextBytes(bytes);
        if (type == ElementType.BOOL) {
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] &= 1;
            }
        }
        return HostTensor.wrap(type, ByteBuffer.wrap(bytes), shape);
    }

    static void assertSame(HostTensor expected, HostTensor actual) {
        assertEquals(expected.type(), actual.type());
        assertArrayEquals(expected.shape(), actual.shape());
        assertEquals(expected.bytes(), actual.bytes());
    }

    /** A folder of fixture files beside the checkout; the test is skipped where there is none. */
    static Path fixtures(String name) {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.isDirectory(folder.resolve("shared/fixtures"))) {
            folder = folder.getParent();
        }
        Path fixtures = folder == null ? null : folder.resolve("shared/fixtures").resolve(name);
        assumeTrue(fixtures != null && Files.isDirectory(fixtures), "no fixture files here");
        return fixtures;
    }
}
