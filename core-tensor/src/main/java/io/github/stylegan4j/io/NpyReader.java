package io.github.stylegan4j.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/** Reads one npy array from a stream of known length: a file, or an entry of an npz archive. */
final class NpyReader {
    /** NumPy itself writes some 100 bytes. */
    private static final int MAX_HEADER_BYTES = 1 << 16;

    /** Native reads go through a copy of their whole length, so that they are made in pieces. */
    private static final int CHUNK = 1 << 20;

    private final Path file;
    private final String what;
    private final InputStream in;
    private long left;

    /**
     * Prepares to read.
     *
     * @param file the file, for messages
     * @param what what the array is, for messages
     * @param in the bytes
     * @param length how many bytes there are
     */
    NpyReader(Path file, String what, InputStream in, long length) {
        this.file = file;
        this.what = what;
        this.in = in;
        this.left = length;
    }

    /** Reads the array, which must end where the stream ends. */
    HostTensor read() throws IOException {
        NpyHeader header = header();
        long needed = ArraySizes.byteSize(header.type(), header.shape());
        if (needed != left) {
            throw new TensorFileException(
                    file,
                    what
                            + " has "
                            + left
                            + " bytes of data for type "
                            + header.type()
                            + " and shape "
                            + Arrays.toString(header.shape()),
                    needed < 0 ? "sizes below 2^63 bytes" : "exactly " + needed + " bytes",
                    "The file is incomplete or damaged; copy or write it again.");
        }
        int[] shape = ArraySizes.narrow(file, what, header.type(), header.shape());
        ByteBuffer data = take(needed);
        if (in.read() >= 0) {
            throw new TensorFileException(
                    file,
                    what + " has more data than expected",
                    "data that ends where the array ends",
                    "Check whether another program is writing the file.");
        }
        if (header.bigEndian()) {
            reverseEach(data.array(), header.type().bytes());
        }
        if (header.fortranOrder()) {
            data = toCOrder(data, header.type().bytes(), shape);
        }
        return HostTensor.wrap(header.type(), data, shape);
    }

    private NpyHeader header() throws IOException {
        byte[] start = in.readNBytes((int) Math.min(left, NpyHeader.MAGIC.length));
        if (!Arrays.equals(start, NpyHeader.MAGIC)) {
            throw new TensorFileException(
                    file,
                    what + " is not in npy format" + FileKinds.hint(start),
                    "data that begins with \\x93NUMPY",
                    "Write the array with NumPy's save.");
        }
        left -= start.length;
        ByteBuffer version = take(2);
        int major = version.get(0);
        if (major < 1 || major > 3 || version.get(1) != 0) {
            throw new TensorFileException(
                    file,
                    what + " has npy version " + major + "." + version.get(1),
                    "1.0, 2.0 and 3.0",
                    "Save the array again with NumPy.");
        }
        long length =
                major == 1
                        ? Short.toUnsignedLong(take(2).getShort(0))
                        : Integer.toUnsignedLong(take(4).getInt(0));
        if (length > MAX_HEADER_BYTES) {
            throw new TensorFileException(
                    file,
                    what + " has a header of " + length + " bytes",
                    "up to " + MAX_HEADER_BYTES,
                    "Save the array again with NumPy.");
        }
        // What may stand in the header is ASCII, so that the versions' charsets make no difference.
        String text = new String(take(length).array(), StandardCharsets.ISO_8859_1);
        return NpyHeader.parse(file, "npy header of " + what, text);
    }

    /** Takes bytes that the stream is known to have, before memory for them is allocated. */
    private ByteBuffer take(long length) throws IOException {
        if (length > left) {
            throw truncated();
        }
        ByteBuffer buffer = ArraySizes.allocate(file, what, length);
        byte[] bytes = buffer.array();
        int done = 0;
        while (done < bytes.length) {
            int count = in.read(bytes, done, Math.min(CHUNK, bytes.length - done));
            if (count < 0) {
                throw truncated();
            }
            done += count;
        }
        left -= length;
        return buffer;
    }

    private TensorFileException truncated() {
        return new TensorFileException(
                file,
                what + " ends too early",
                "a whole npy array",
                "The file is incomplete; copy or write it again.");
    }

    private static void reverseEach(byte[] bytes, int size) {
        for (int start = 0; start < bytes.length; start += size) {
            for (int low = start, high = start + size - 1; low < high; low++, high--) {
                byte kept = bytes[low];
                bytes[low] = bytes[high];
                bytes[high] = kept;
            }
        }
    }

    /** Copies elements from first-axis-fastest to last-axis-fastest order. */
    private ByteBuffer toCOrder(ByteBuffer fortran, int size, int[] shape) {
        ByteBuffer ordered = ArraySizes.allocate(file, what, fortran.capacity());
        int[] strides = new int[shape.length];
        int stride = size;
        for (int axis = 0; axis < shape.length; axis++) {
            strides[axis] = stride;
            stride *= shape[axis];
        }
        int[] index = new int[shape.length];
        int source = 0;
        for (int target = 0; target < ordered.capacity(); target += size) {
            ordered.put(target, fortran, source, size);
            int axis = shape.length - 1;
            while (axis >= 0 && ++index[axis] == shape[axis]) {
                source -= (shape[axis] - 1) * strides[axis];
                index[axis--] = 0;
            }
            source += axis >= 0 ? strides[axis] : 0;
        }
        return ordered.order(ByteOrder.LITTLE_ENDIAN);
    }
}
