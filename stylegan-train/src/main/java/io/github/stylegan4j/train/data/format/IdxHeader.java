package io.github.stylegan4j.train.data.format;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * The beginning of an IDX file: two zero bytes, the type of the elements, the number of dimensions,
 * and each dimension as four bytes, the most significant first.
 *
 * @param type the code of the elements' type
 * @param elementBytes size of one element
 * @param dimensions at least 1 number, none negative
 */
record IdxHeader(int type, int elementBytes, int[] dimensions) {
    static final int UNSIGNED_BYTE = 0x08;
    static final int INT = 0x0C;
    static final int FLOAT = 0x0D;

    private static final int MAX_DIMENSIONS = 4;

    /** Most bytes a header can have. */
    static final int MAX_BYTES = 4 + 4 * MAX_DIMENSIONS;

    /** Reads the first bytes of a file. */
    static IdxHeader parse(Path file, byte[] first) throws DataFileException {
        if (first.length < 4 || first[0] != 0 || first[1] != 0) {
            throw new DataFileException(
                    file, "it is no IDX file, which would begin with two zero bytes");
        }
        int type = first[2];
        int rank = first[3];
        if (rank < 1 || rank > MAX_DIMENSIONS) {
            throw new DataFileException(
                    file, "its header claims " + rank + " dimensions; allowed are 1 to 4");
        }
        if (first.length < 4 + 4 * rank) {
            throw new DataFileException(file, "it ends within its header");
        }
        ByteBuffer in = ByteBuffer.wrap(first).position(4);
        int[] dimensions = new int[rank];
        for (int i = 0; i < rank; i++) {
            dimensions[i] = in.getInt();
            if (dimensions[i] < 0) {
                throw new DataFileException(
                        file, "its header claims the dimensions " + Arrays.toString(dimensions));
            }
        }
        return new IdxHeader(type, elementBytes(file, type), dimensions);
    }

    private static int elementBytes(Path file, int type) throws DataFileException {
        return switch (type) {
            case UNSIGNED_BYTE -> 1;
            case INT, FLOAT -> 4;
            default ->
                    throw new DataFileException(
                            file,
                            String.format(
                                    Locale.ROOT,
                                    "its elements have the type 0x%02X; allowed are 0x08 (unsigned"
                                            + " byte), 0x0C (int) and 0x0D (float)",
                                    type & 0xFF));
        };
    }

    int bytes() {
        return 4 + 4 * dimensions.length;
    }

    /** Number of items: the first dimension. */
    int count() {
        return dimensions[0];
    }

    /** Elements of one item: the product of the other dimensions. */
    long itemElements(Path file) throws DataFileException {
        long product = 1;
        for (int i = 1; i < dimensions.length; i++) {
            product *= dimensions[i];
            if (product > Integer.MAX_VALUE / elementBytes - 8) {
                throw new DataFileException(
                        file,
                        "its header claims the dimensions "
                                + Arrays.toString(dimensions)
                                + "; one item must have less than 2^31 bytes");
            }
        }
        return product;
    }
}
