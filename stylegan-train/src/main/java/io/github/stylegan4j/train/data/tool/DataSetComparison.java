package io.github.stylegan4j.train.data.tool;

import io.github.stylegan4j.train.data.ImageSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How two data sets differ, image by image in their order.
 *
 * @param compared how many images both have
 * @param images the first images whose pixels differ, in order
 * @param differentImages how many there are in all
 * @param labels the first images whose labels differ, in order
 * @param differentLabels how many there are in all
 * @param other what else differs, such as the number of images, in words
 */
public record DataSetComparison(
        int compared,
        List<Integer> images,
        int differentImages,
        List<Integer> labels,
        int differentLabels,
        List<String> other) {
    private static final int LISTED = 10;

    /** Copies the lists. */
    public DataSetComparison {
        images = List.copyOf(images);
        labels = List.copyOf(labels);
        other = List.copyOf(other);
    }

    /** Whether nothing differs. */
    public boolean equal() {
        return differentImages == 0 && differentLabels == 0 && other.isEmpty();
    }

    /**
     * Compares two data sets of one image size.
     *
     * @param withLabels whether labels count
     */
    public static DataSetComparison of(ImageSource a, ImageSource b, boolean withLabels) {
        List<String> other = new ArrayList<>();
        if (a.count() != b.count()) {
            other.add(a.count() + " and " + b.count() + " images");
        }
        boolean labelled = withLabels && a.labelSize() == b.labelSize();
        if (withLabels && !labelled) {
            other.add("labels of " + a.labelSize() + " and " + b.labelSize() + " components");
        }
        int compared = Math.min(a.count(), b.count());
        Different images = new Different();
        Different labels = new Different();
        for (int i = 0; i < compared; i++) {
            images.note(i, !Arrays.equals(a.image(i), b.image(i)));
            labels.note(i, labelled && !Arrays.equals(a.label(i), b.label(i)));
        }
        return new DataSetComparison(
                compared, images.first, images.count, labels.first, labels.count, other);
    }

    /** Counts, and keeps the first few. */
    private static final class Different {
        private final List<Integer> first = new ArrayList<>();
        private int count;

        private void note(int index, boolean differs) {
            if (differs) {
                count++;
                if (first.size() < LISTED) {
                    first.add(index);
                }
            }
        }
    }
}
