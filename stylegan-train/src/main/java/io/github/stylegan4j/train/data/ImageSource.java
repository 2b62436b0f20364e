package io.github.stylegan4j.train.data;

/**
 * A fixed, ordered collection of square images of one size.
 *
 * <p>Implementations can be read from several threads at once, and the same index always gives the
 * same image.
 */
public interface ImageSource {
    /** Number of images, at least 1. */
    int count();

    /** Channels of every image: 1 for gray, 3 for red, green and blue. */
    int channels();

    /** Width and height of every image in pixels, a power of two. */
    int resolution();

    /**
     * One image at full resolution.
     *
     * @param index from 0 to {@link #count()} - 1
     * @return unsigned bytes, [C, H, W]; must not be changed by the caller
     * @throws DataException if the image can no longer be read
     */
    byte[] image(int index);

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

    /** What to call the collection in a message or a run's description. */
    String name();

    /** A digest of the images and their order: equal for equal data, on every machine. */
    String fingerprint();
}
