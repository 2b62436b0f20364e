package io.github.stylegan4j.train.data.tool;

import io.github.stylegan4j.io.HostTensor;
import io.github.stylegan4j.io.Npy;
import io.github.stylegan4j.train.data.format.ImageExample;
import io.github.stylegan4j.train.data.format.PixelArray;
import io.github.stylegan4j.train.data.format.TfRecordWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Writes the multi-resolution TFRecords of the published StyleGAN into a new folder: {@code
 * NAME-rNN.tfrecords} for each resolution down to 4x4, and {@code NAME-rxx.labels}.
 *
 * <p>Each pixel of a lower resolution is the mean of four of the next higher one; means are rounded
 * for their file alone, not on the way further down. Images that are not square go down as long as
 * both sides are even and at least 8.
 */
public final class TfRecordDataSetWriter implements DataSetWriter {
    private static final int SMALLEST = 4;
    private static final int BUFFER = 1 << 20;

    private final PartialOutput output;
    private final List<TfRecordWriter> levels = new ArrayList<>();
    private final WrittenLabels labels = new WrittenLabels();
    private PixelArray first;

    /**
     * Prepares to write.
     *
     * @param folder does not exist yet; its name becomes that of the data set
     * @throws io.github.stylegan4j.train.data.DataException if it exists
     * @throws IOException if the disk fails
     */
    public TfRecordDataSetWriter(Path folder) throws IOException {
        output = new PartialOutput(folder);
        output.preparing(() -> Files.createDirectories(output.partial()));
    }

    @Override
    public void add(PixelArray image, float[] label) throws IOException {
        if (first == null) {
            first = image;
            open(image);
        }
        if (!image.shape().equals(first.shape())) {
            throw new IllegalArgumentException(
                    "the image has the shape "
                            + image.shape()
                            + "; those before have "
                            + first.shape());
        }
        labels.add(label);
        levels.get(0).write(ImageExample.format(image));
        float[] samples = new float[image.bytes().length];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = image.bytes()[i] & 0xFF;
        }
        int height = image.height();
        int width = image.width();
        for (TfRecordWriter level : levels.subList(1, levels.size())) {
            samples = halved(samples, width);
            height /= 2;
            width /= 2;
            level.write(
                    ImageExample.format(
                            new PixelArray(image.channels(), height, width, bytes(samples))));
        }
    }

    private void open(PixelArray image) throws IOException {
        List<Integer> sides = new ArrayList<>(List.of(Math.max(image.height(), image.width())));
        int height = image.height();
        int width = image.width();
        while (height % 2 == 0 && width % 2 == 0 && Math.min(height, width) >= 2 * SMALLEST) {
            height /= 2;
            width /= 2;
            sides.add(Math.max(height, width));
        }
        for (int side : sides) {
            int log = 32 - Integer.numberOfLeadingZeros(side - 1);
            Path file =
                    output.partial()
                            .resolve(
                                    String.format(
                                            Locale.ROOT, "%s-r%02d.tfrecords", output.name(), log));
            levels.add(
                    new TfRecordWriter(
                            new BufferedOutputStream(Files.newOutputStream(file), BUFFER)));
        }
    }

    /** Means of blocks of four; in float, where they are exact for 8 levels. */
    private static float[] halved(float[] samples, int width) {
        float[] result = new float[samples.length / 4];
        int at = 0;
        for (int line = 0; line < samples.length; line += 2 * width) {
            for (int x = line; x < line + width; x += 2) {
                float sum = samples[x] + samples[x + 1];
                sum = sum + samples[x + width] + samples[x + width + 1];
                result[at++] = sum * 0.25f;
            }
        }
        return result;
    }

    private static byte[] bytes(float[] samples) {
        byte[] result = new byte[samples.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = (byte) (int) Math.rint(samples[i]);
        }
        return result;
    }

    @Override
    public void complete() throws IOException {
        if (first == null) {
            throw new IllegalArgumentException("a data set needs at least one image");
        }
        closeLevels();
        if (labels.size() > 0) {
            Npy.write(
                    output.partial().resolve(output.name() + "-rxx.labels"),
                    HostTensor.of(labels.rows(), labels.count(), labels.size()));
        }
        output.complete();
    }

    private void closeLevels() throws IOException {
        // Taken out first, so that a failing close is not tried again.
        List<TfRecordWriter> open = new ArrayList<>(levels);
        Collections.reverse(open);
        levels.clear();
        IOException failure = null;
        for (TfRecordWriter level : open) {
            try {
                level.close();
            } catch (IOException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            closeLevels();
        } finally {
            output.discard();
        }
    }
}
