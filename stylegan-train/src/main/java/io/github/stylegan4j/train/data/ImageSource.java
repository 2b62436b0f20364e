package io.github.stylegan4j.train.data;

import java.util.List;
import java.util.function.IntFunction;

/**
 * A fixed, ordered collection of images of one size.
 *
 * <p>Implementations can be read from several threads at once, and the same index always gives the
 * same image.
 */
public interface ImageSource extends AutoCloseable {
    /**
     * Square images without labels that a function gives.
     *
     * <pre>{@code
     * ImageSource noise = ImageSource.of("noise", 1, 16, 100, i -> {
     *     byte[] pixels = new byte[16 * 16];
     *     new SplittableRandom(i).nextBytes(pixels);
     *     return pixels;
     * });
     * }</pre>
     *
     * <p>The fingerprint is a digest of name and sizes and of 256 images at most, evenly spread:
     * the name should change when the images do.
     *
     * @param name what to call the images in messages
     * @param channels 1 for gray, 3 for red, green and blue, 4 with opacity
     * @param resolution width and height, a power of two from 4
     * @param count number of images, from 1
     * @param images an image by its number from 0, as unsigned bytes, [C, H, W]: the same for the
     *     same number; it is asked from several threads
     * @throws IllegalArgumentException naming what is not allowed
     */
    static ImageSource of(
            String name, int channels, int resolution, int count, IntFunction<byte[]> images) {
        return new FunctionImageSource(name, channels, resolution, count, images);
    }

    /** Number of images, at least 1. */
    int count();

    /** Channels of every image: 1 for gray, 3 for red, green and blue, 4 with opacity. */
    int channels();

    /**
     * Width and height of every image in pixels, a power of two; of images that are not square, the
     * width and height that square ones would have which are halved as often.
     */
    int resolution();

    /** Lines of every image; {@link #resolution} times the height of the base grid over 4. */
    default int height() {
        return resolution();
    }

    /** Columns of every image; {@link #resolution} times the width of the base grid over 4. */
    default int width() {
        return resolution();
    }

    /**
     * One image at full resolution.
     *
     * @param index from 0 to {@link #count()} - 1
     * @return unsigned bytes, [C, H, W]; must not be changed by the caller
     * @throws DataException if the image can no longer be read
     */
    byte[] image(int index);

    /**
     * One image at a lower resolution: each pixel is the mean of the block it stands for, rounded
     * to a whole number (halves to even).
     *
     * @param index from 0 to {@link #count()} - 1
     * @param level resolution wanted, a power of two up to {@link #resolution()}
     * @return unsigned bytes, [C, h, w]; must not be changed by the caller
     * @throws DataException if the image can no longer be read
     */
    default byte[] image(int index, int level) {
        return RealImageProcessing.reduced(
                image(index), channels() * height(), width(), resolution() / level);
    }

    /**
     * What to call an image in a message, for instance its file name.
     *
     * @param index from 0 to {@link #count()} - 1
     */
    String imageName(int index);

    /** Length of each label vector; 0 if the images have no labels. */
    default int labelSize() {
        return 0;
    }

    /**
     * The label vector of one image, for instance one-hot over classes.
     *
     * @param index from 0 to {@link #count()} - 1
     * @return {@link #labelSize()} numbers; must not be changed by the caller
     */
    default float[] label(int index) {
        return new float[0];
    }

    /** Names of the classes, in the order of the label's components; empty if there are none. */
    default List<String> classNames() {
        return List.of();
    }

    /** What to call the collection in a message or a run's description. */
    String name();

    /** A digest of the images and their order: equal for equal data, on every machine. */
    String fingerprint();

    /** Bytes of the Java heap that images take which are kept in memory; 0 if none are. */
    default long heapBytes() {
        return 0;
    }

    /**
     * Closes the files behind the images, if any are kept open; no image may be asked for after.
     */
    @Override
    default void close() {}
}
