package io.github.stylegan4j.train.cli;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.io.HostTensor;
import io.github.stylegan4j.io.Npy;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import picocli.CommandLine.Option;

/** What images are to show, for networks that were trained with labels. */
final class LabelInput {
    @Option(
            names = "--label",
            paramLabel = "LABEL",
            description =
                    "What to make images of, for networks trained with labels: a class, from 0; a"
                            + " vector, such as 0.5,-1,0; or a .npy file with one vector of shape"
                            + " [L], or one per image, [N, L].")
    private String label;

    /**
     * Labels of images.
     *
     * @param values one row for all images, or one each
     * @param size components of a row; 0 for a network without labels
     */
    record Rows(float[] values, int size) {
        /** The rows of some images, [number, size]; null without labels. */
        Tensor of(Backend backend, int from, int number) {
            if (size == 0) {
                return null;
            }
            if (values.length == size) {
                return Tensors.of(backend, Shape.of(1, size), values).expand(number, size);
            }
            float[] part = Arrays.copyOfRange(values, from * size, (from + number) * size);
            return Tensors.of(backend, Shape.of(number, size), part);
        }
    }

    /**
     * Reads the labels.
     *
     * @param size components that the network asks for
     * @param images how many images are made
     * @throws IllegalArgumentException if they do not fit the network
     * @throws IOException if the file cannot be read
     */
    Rows rows(int size, int images) throws IOException {
        if (size == 0) {
            if (label != null) {
                throw new IllegalArgumentException(
                        "--label was given, but this network was trained without labels");
            }
            return new Rows(new float[0], 0);
        }
        if (label == null) {
            throw refused("none was given", size);
        }
        if (label.endsWith(".npy")) {
            return new Rows(file(Path.of(label), size, images), size);
        }
        return new Rows(label.matches("\\d+") ? oneHot(size) : vector(size), size);
    }

    private float[] oneHot(int size) {
        int place = label.length() < 6 ? Integer.parseInt(label) : Integer.MAX_VALUE;
        if (place >= size) {
            throw refused("it is " + label, size);
        }
        float[] row = new float[size];
        row[place] = 1;
        return row;
    }

    private float[] vector(int size) {
        String[] parts = label.split(",", -1);
        float[] row = new float[parts.length];
        for (int i = 0; i < row.length; i++) {
            row[i] = number(parts[i].strip(), size);
        }
        if (row.length != size) {
            throw refused("it has " + row.length + " components", size);
        }
        return row;
    }

    private static float number(String text, int size) {
        try {
            float value = Float.parseFloat(text);
            if (Float.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw refused("'" + text + "' is no number", size, e);
        }
        throw refused("'" + text + "' is not finite", size);
    }

    private static float[] file(Path file, int size, int images) throws IOException {
        HostTensor rows = Npy.read(file);
        int[] shape = rows.shape();
        boolean one = Arrays.equals(shape, new int[] {size});
        if (!one && !Arrays.equals(shape, new int[] {images, size})) {
            throw new IllegalArgumentException(
                    file
                            + " has shape "
                            + Shape.of(shape)
                            + "; allowed is ["
                            + size
                            + "], one label for all images, or ["
                            + images
                            + ", "
                            + size
                            + "], one for each");
        }
        float[] values = rows.toFloats();
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw refused(file + " holds " + value + ", which is not finite", size);
            }
        }
        return values;
    }

    private static IllegalArgumentException refused(String found, int size) {
        return refused(found, size, null);
    }

    private static IllegalArgumentException refused(String found, int size, Throwable cause) {
        return new IllegalArgumentException(
                "This network was trained with labels; --label must be a class from 0 to "
                        + (size - 1)
                        + ", "
                        + size
                        + " numbers separated by commas, or a .npy file of them, but "
                        + found,
                cause);
    }
}
