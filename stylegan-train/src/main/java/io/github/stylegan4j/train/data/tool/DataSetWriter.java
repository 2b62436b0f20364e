package io.github.stylegan4j.train.data.tool;

import io.github.stylegan4j.train.data.format.PixelArray;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * Takes the images of a data set one by one and writes them in some form.
 *
 * <p>What was written takes its place with {@link #complete}; closing without it removes
 * everything.
 */
public interface DataSetWriter extends Closeable {
    /**
     * Appends an image.
     *
     * @param image the pixels
     * @param label its label; empty for none, and then for all
     * @throws IOException if the disk fails
     * @throws IllegalArgumentException if the form cannot hold the image, or it does not fit those
     *     before
     */
    void add(PixelArray image, float[] label) throws IOException;

    /**
     * Names the classes, if the form can hold that.
     *
     * @param names in the order of the label's components; may be empty
     */
    default void classNames(List<String> names) {}

    /**
     * Finishes the data set and puts it in its place.
     *
     * @throws IOException if the disk fails
     */
    void complete() throws IOException;
}
