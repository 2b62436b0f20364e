package io.github.stylegan4j.train.data.format;

import io.github.stylegan4j.io.HostTensor;
import io.github.stylegan4j.io.Npy;
import io.github.stylegan4j.io.TensorFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * One label per image, in order: a class index, which stands for a vector that is 1 there and 0
 * elsewhere, or a vector of any numbers (several classes at once, or continuous values).
 *
 * <p>Vectors that all stand for one class are kept as its index.
 */
public final class LabelList {
    /** Most components of a label, and most classes. */
    public static final int MAX_SIZE = 1 << 16;

    private final int size;
    private final int[] classes;
    private final float[] rows;

    private LabelList(int size, int[] classes, float[] rows) {
        this.size = size;
        this.classes = classes;
        this.rows = rows;
    }

    /** No labels. */
    public static LabelList none() {
        return new LabelList(0, null, new float[0]);
    }

    /**
     * One class each; there are as many classes as the largest index says.
     *
     * @param classes from 0
     */
    public static LabelList classes(int[] classes) {
        return classes(classes, Arrays.stream(classes).max().orElse(-1) + 1);
    }

    /**
     * One class each.
     *
     * @param classes from 0 to {@code count} - 1
     * @param count number of classes
     */
    public static LabelList classes(int[] classes, int count) {
        for (int c : classes) {
            if (c < 0 || c >= count) {
                throw new IllegalArgumentException(
                        "a class is " + c + "; allowed is 0 to " + (count - 1));
            }
        }
        return new LabelList(count, classes.clone(), null);
    }

    /**
     * One vector each.
     *
     * @param file where they stand, for messages
     * @param rows [N, L]
     * @param count N
     * @param size L
     * @throws DataFileException if a number is not finite, or L is below 1 or above 65,536
     */
    public static LabelList vectors(Path file, float[] rows, int count, int size)
            throws DataFileException {
        if (size < 1 || size > MAX_SIZE) {
            throw new DataFileException(
                    file, "its labels have " + size + " components; allowed are 1 to 65536");
        }
        int[] hot = new int[count];
        for (int i = 0; i < count; i++) {
            int only = -1;
            boolean one = true;
            for (int j = 0; j < size; j++) {
                float value = rows[i * size + j];
                if (!Float.isFinite(value)) {
                    throw new DataFileException(
                            file, i, "its label has the component " + value + " at place " + j);
                }
                if (value == 1 && only < 0) {
                    only = j;
                } else if (value != 0) {
                    one = false;
                }
            }
            if (hot != null && one && only >= 0) {
                hot[i] = only;
            } else {
                hot = null;
            }
        }
        return hot == null ? new LabelList(size, null, rows) : new LabelList(size, hot, null);
    }

    /**
     * Reads a {@code .labels} or {@code .npy} file: integers of shape [N], which are classes, or
     * numbers of shape [N, L].
     *
     * @throws DataFileException if it is no such file
     * @throws IOException if it cannot be read
     */
    public static LabelList read(Path file) throws IOException {
        PositionedFile.requireFile(file);
        HostTensor tensor;
        try {
            tensor = Npy.read(file);
        } catch (TensorFileException e) {
            throw new DataFileException(file, "it is no npy file of labels: " + e.getMessage(), e);
        }
        int[] shape = tensor.shape();
        if (shape.length == 2) {
            return vectors(file, tensor.toFloats(), shape[0], shape[1]);
        }
        if (shape.length != 1) {
            throw new DataFileException(
                    file,
                    "its labels have the shape "
                            + Arrays.toString(shape)
                            + "; allowed is [N] (classes) or [N, L] (vectors)");
        }
        double[] values = tensor.toDoubles();
        int[] classes = new int[values.length];
        for (int i = 0; i < classes.length; i++) {
            classes[i] = (int) values[i];
            if (classes[i] != values[i] || classes[i] < 0 || classes[i] >= MAX_SIZE) {
                throw new DataFileException(
                        file, i, "its class is " + values[i] + "; allowed is 0 to 65535");
            }
        }
        return classes(classes);
    }

    /** Components of each label, L; 0 if there are no labels. */
    public int size() {
        return size;
    }

    /** Number of labels, N; 0 if there are none. */
    public int count() {
        return size == 0 ? 0 : classes == null ? rows.length / size : classes.length;
    }

    /** Whether every label stands for one class. */
    public boolean isClasses() {
        return classes != null;
    }

    /**
     * The class of one label.
     *
     * @throws IllegalStateException if the labels are no classes
     */
    public int classOf(int index) {
        if (classes == null) {
            throw new IllegalStateException("These labels are no classes");
        }
        return classes[index];
    }

    /**
     * The first components of one label.
     *
     * @param components how many, up to {@link #size()}
     */
    public float[] vector(int index, int components) {
        if (classes == null) {
            return Arrays.copyOfRange(rows, index * size, index * size + components);
        }
        float[] vector = new float[components];
        if (classes[index] < components) {
            vector[classes[index]] = 1;
        }
        return vector;
    }
}
