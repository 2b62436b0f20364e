package io.github.stylegan4j.train.data.format;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * The items of an IDX file by number, the format of MNIST: an array of one to four dimensions whose
 * first one counts items. Files packed by gzip are unpacked beside, into a temporary file. Safe for
 * use by several threads.
 *
 * <p>Source: Y. LeCun, C. Cortes, C. Burges, "The MNIST database", section "File formats".
 */
public final class IdxFile implements Closeable {
    /** Twice in each direction what networks take. */
    private static final int MAX_SIDE = 2048;

    private static final int MAX_CLASSES = 1 << 16;

    private final PositionedFile file;
    private final Path copy;
    private final IdxHeader header;
    private final int itemElements;

    private IdxFile(PositionedFile file, Path copy, IdxHeader header, int itemElements) {
        this.file = file;
        this.copy = copy;
        this.header = header;
        this.itemElements = itemElements;
    }

    /**
     * Opens a file.
     *
     * @throws DataFileException if it is no IDX file, or shorter or longer than its header says
     * @throws IOException if it cannot be read
     */
    public static IdxFile open(Path path) throws IOException {
        return open(path, UnpackedFile.temporaryFolder());
    }

    static IdxFile open(Path path, Path temporaryFolder) throws IOException {
        PositionedFile.requireFile(path);
        if (!UnpackedFile.isGzip(path)) {
            return ofOpen(new PositionedFile(path), null);
        }
        IdxHeader header =
                IdxHeader.parse(path, UnpackedFile.firstBytes(path, IdxHeader.MAX_BYTES));
        // One byte more than there should be shows that there are too many.
        Path copy = UnpackedFile.unpack(path, temporaryFolder, bytes(path, header) + 1);
        try {
            PositionedFile file = new PositionedFile(path, copy);
            UnpackedFile.hide(copy);
            return ofOpen(file, copy);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(copy);
            throw e;
        }
    }

    private static long bytes(Path path, IdxHeader header) throws DataFileException {
        return header.bytes()
                + (long) header.count() * header.itemElements(path) * header.elementBytes();
    }

    private static IdxFile ofOpen(PositionedFile file, Path copy) throws IOException {
        try {
            byte[] first = new byte[(int) Math.min(IdxHeader.MAX_BYTES, file.size())];
            file.read(0, first, 0, first.length);
            IdxHeader header = IdxHeader.parse(file.path(), first);
            checkImageSize(file.path(), header.dimensions());
            long expected = bytes(file.path(), header);
            if (file.size() != expected) {
                throw new DataFileException(
                        file.path(),
                        "its header with the dimensions "
                                + Arrays.toString(header.dimensions())
                                + " asks for "
                                + expected
                                + " bytes, it has "
                                + (file.size() > expected ? "more" : file.size()));
            }
            return new IdxFile(file, copy, header, (int) header.itemElements(file.path()));
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static void checkImageSize(Path path, int[] dimensions) throws DataFileException {
        if (dimensions.length >= 3 && (dimensions[1] > MAX_SIDE || dimensions[2] > MAX_SIDE)) {
            throw new DataFileException(
                    path,
                    "its images have "
                            + dimensions[1]
                            + " x "
                            + dimensions[2]
                            + " pixels; allowed are sides of up to "
                            + MAX_SIDE);
        }
    }

    /** The file. */
    public Path path() {
        return file.path();
    }

    /** Number of items, from 0. */
    public int count() {
        return header.count();
    }

    /**
     * Whether it holds images: unsigned bytes in three dimensions, or four with the channels last.
     */
    public boolean isImages() {
        int rank = header.dimensions().length;
        return header.type() == IdxHeader.UNSIGNED_BYTE
                && itemElements > 0
                && (rank == 3 || (rank == 4 && header.dimensions()[3] <= PixelArray.MAX_CHANNELS));
    }

    /**
     * One item as an image.
     *
     * @param item from 0 to {@link #count()} - 1
     * @throws IllegalStateException if these are no images
     * @throws IOException if the file cannot be read
     */
    public PixelArray image(int item) throws IOException {
        if (!isImages()) {
            throw new IllegalStateException(path() + " holds no images");
        }
        byte[] bytes = item(item);
        int[] dimensions = header.dimensions();
        int channels = dimensions.length == 3 ? 1 : dimensions[3];
        return new PixelArray(channels, dimensions[1], dimensions[2], planes(bytes, channels));
    }

    private static byte[] planes(byte[] interleaved, int channels) {
        if (channels == 1) {
            return interleaved;
        }
        byte[] planes = new byte[interleaved.length];
        int pixels = interleaved.length / channels;
        for (int i = 0; i < pixels; i++) {
            for (int c = 0; c < channels; c++) {
                planes[c * pixels + i] = interleaved[i * channels + c];
            }
        }
        return planes;
    }

    private byte[] item(int item) throws IOException {
        if (item < 0 || item >= count()) {
            throw new IndexOutOfBoundsException(
                    "item is " + item + "; allowed is 0 to " + (count() - 1));
        }
        byte[] bytes = new byte[itemElements * header.elementBytes()];
        file.read(header.bytes() + (long) item * bytes.length, bytes, 0, bytes.length);
        return bytes;
    }

    /**
     * All items as labels: one class index each (one dimension), or one vector each (two).
     *
     * @throws DataFileException if the file has more dimensions, or an index is out of range
     * @throws IOException if the file cannot be read
     */
    public LabelList labels() throws IOException {
        int rank = header.dimensions().length;
        if (rank > 2 || (rank == 1 && header.type() == IdxHeader.FLOAT)) {
            throw new DataFileException(
                    path(),
                    "it holds no labels, which have one dimension (class indices) or two"
                            + " (vectors)");
        }
        return rank == 1 ? classes() : vectors();
    }

    private LabelList classes() throws IOException {
        int[] classes = new int[count()];
        for (int i = 0; i < classes.length; i++) {
            byte[] item = item(i);
            classes[i] = item.length == 1 ? item[0] & 0xFF : ByteBuffer.wrap(item).getInt();
            if (classes[i] < 0 || classes[i] >= MAX_CLASSES) {
                throw new DataFileException(
                        path(), i, "the class index is " + classes[i] + "; allowed is 0 to 65535");
            }
        }
        return LabelList.classes(classes);
    }

    private LabelList vectors() throws IOException {
        if (itemElements == 0) {
            // Takes no byte of the file, so that there can be any number of them.
            throw new DataFileException(path(), "its labels have no components");
        }
        if ((long) count() * itemElements > Integer.MAX_VALUE / Float.BYTES) {
            throw new DataFileException(path(), "its labels need 2 GiB or more");
        }
        float[] rows = new float[count() * itemElements];
        for (int i = 0; i < count(); i++) {
            ByteBuffer item = ByteBuffer.wrap(item(i));
            for (int j = 0; j < itemElements; j++) {
                rows[i * itemElements + j] =
                        switch (header.type()) {
                            case IdxHeader.UNSIGNED_BYTE -> item.get() & 0xFF;
                            case IdxHeader.INT -> item.getInt();
                            default -> item.getFloat();
                        };
            }
        }
        return LabelList.vectors(path(), rows, count(), itemElements);
    }

    /** Gives the whole content, unpacked, to a digest. */
    public void digest(MessageDigest digest) throws IOException {
        file.digest(digest);
    }

    @Override
    public void close() throws IOException {
        file.close();
        if (copy != null) {
            Files.deleteIfExists(copy);
        }
    }
}
