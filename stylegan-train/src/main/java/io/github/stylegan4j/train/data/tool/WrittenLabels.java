package io.github.stylegan4j.train.data.tool;

import java.util.Arrays;

/** Labels that are gathered while images are written: one length for all, or none at all. */
final class WrittenLabels {
    private int size = -1;
    private int count;
    private float[] rows = new float[0];

    void add(float[] label) {
        if (size < 0) {
            size = label.length;
        }
        if (label.length != size) {
            throw new IllegalArgumentException(
                    "the label has " + label.length + " components; those before have " + size);
        }
        int end = Math.multiplyExact(count + 1, size);
        if (end > rows.length) {
            rows =
                    Arrays.copyOf(
                            rows, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(end, end * 2L)));
        }
        System.arraycopy(label, 0, rows, count * size, size);
        count++;
    }

    /** Components of each label; 0 if there are none. */
    int size() {
        return Math.max(size, 0);
    }

    int count() {
        return count;
    }

    float[] rows() {
        return Arrays.copyOf(rows, count * size());
    }

    /** One label as {@code dataset.json} holds it: its class if it is one, the vector otherwise. */
    Object classOrVector(int index, boolean classes) {
        float[] row = Arrays.copyOfRange(rows, index * size, (index + 1) * size);
        if (!classes) {
            return row;
        }
        int hot = 0;
        while (row[hot] != 1) {
            hot++;
        }
        return hot;
    }

    /**
     * Whether class indices say all: every label is 1 at one place and 0 elsewhere, and the last
     * place occurs, which tells readers how many there are.
     */
    boolean areClasses() {
        boolean last = false;
        for (int i = 0; i < count; i++) {
            int ones = 0;
            for (int j = 0; j < size; j++) {
                float value = rows[i * size + j];
                if (value != 0 && value != 1) {
                    return false;
                }
                ones += (int) value;
            }
            if (ones != 1) {
                return false;
            }
            last |= rows[(i + 1) * size - 1] == 1;
        }
        return last;
    }
}
