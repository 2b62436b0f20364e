package io.github.stylegan4j.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/** How many bytes arrays take, without overflow, and their allocation without a crash. */
final class ArraySizes {
    /** The largest array that the JVM can be relied on to allocate. */
    static final long MAX_BYTES = Integer.MAX_VALUE - 8;

    private ArraySizes() {}

    /** The bytes of an array, or -1 when the shape is not valid or the size overflows a long. */
    static long byteSize(ElementType type, long[] shape) {
        if (shape.length > HostTensor.MAX_RANK) {
            return -1;
        }
        long bytes = type.bytes();
        boolean empty = false;
        for (long dimension : shape) {
            if (dimension < 0) {
                return -1;
            }
            empty |= dimension == 0;
        }
        if (empty) {
            return 0;
        }
        for (long dimension : shape) {
            if (bytes > Long.MAX_VALUE / dimension) {
                return -1;
            }
            bytes *= dimension;
        }
        return bytes;
    }

    /**
     * Narrows the dimensions of an array whose size is already known to fit the file.
     *
     * @throws TensorFileException if a dimension or the whole is too large for a Java array
     */
    static int[] narrow(Path file, String what, ElementType type, long[] shape) {
        int[] narrow = new int[shape.length];
        boolean fits = byteSize(type, shape) <= MAX_BYTES;
        for (int i = 0; i < shape.length; i++) {
            fits &= shape[i] <= Integer.MAX_VALUE;
            narrow[i] = (int) shape[i];
        }
        if (!fits) {
            throw new TensorFileException(
                    file,
                    what + " is larger than one Java array can be",
                    "arrays of up to " + MAX_BYTES + " bytes, dimensions below 2^31",
                    "Split the array into several smaller ones.");
        }
        return narrow;
    }

    /**
     * Allocates memory for data that the file really has.
     *
     * <p>A heap that is too small for one large array is an ordinary condition with an ordinary
     * remedy, and nothing was half done when the allocation fails, so that the error of the JVM is
     * turned into a message.
     */
    static ByteBuffer allocate(Path file, String what, long bytes) {
        try {
            return ByteBuffer.allocate(Math.toIntExact(bytes)).order(ByteOrder.LITTLE_ENDIAN);
        } catch (OutOfMemoryError e) {
            throw new TensorFileException(
                    file,
                    what + " takes " + bytes + " bytes, which the Java heap does not have free",
                    "arrays that fit a heap of " + Runtime.getRuntime().maxMemory() + " bytes",
                    "Give the JVM more memory with -Xmx.",
                    e);
        }
    }
}
