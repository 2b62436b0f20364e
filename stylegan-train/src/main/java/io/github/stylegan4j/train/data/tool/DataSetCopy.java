package io.github.stylegan4j.train.data.tool;

import io.github.stylegan4j.train.data.ImageSource;
import io.github.stylegan4j.train.data.format.PixelArray;
import java.io.IOException;
import java.util.stream.IntStream;

/** Writes the images and labels of a source in another form. */
public final class DataSetCopy {
    private DataSetCopy() {}

    /** In which order images are written. */
    public enum Order {
        /** That of the source. */
        SOURCE,
        /** Shuffled as the published StyleGAN shuffles a data set of that size. */
        PUBLISHED
    }

    /**
     * Copies a whole source and completes the writer; the caller closes both.
     *
     * @return how many images were written
     * @throws io.github.stylegan4j.train.data.DataException if an image cannot be read
     * @throws IOException if the disk fails
     */
    public static int copy(ImageSource source, DataSetWriter writer, Order order)
            throws IOException {
        int count = source.count();
        writer.classNames(source.classNames());
        int[] indices =
                order == Order.SOURCE
                        ? IntStream.range(0, count).toArray()
                        : PublishedOrder.of(count);
        for (int index : indices) {
            PixelArray image =
                    new PixelArray(
                            source.channels(),
                            source.height(),
                            source.width(),
                            source.image(index));
            writer.add(image, source.label(index));
        }
        writer.complete();
        return count;
    }
}
