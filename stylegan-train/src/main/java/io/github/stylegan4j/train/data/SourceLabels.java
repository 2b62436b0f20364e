package io.github.stylegan4j.train.data;

import io.github.stylegan4j.train.data.format.LabelList;
import java.util.List;

/** The labels of a source, as many components of each as are wanted. */
final class SourceLabels {
    private static final float[] NONE = new float[0];

    private final LabelList list;
    private final int size;
    private final List<String> classNames;

    private SourceLabels(LabelList list, int size, List<String> classNames) {
        this.list = list;
        this.size = size;
        this.classNames = classNames;
    }

    static SourceLabels none() {
        return new SourceLabels(LabelList.none(), 0, List.of());
    }

    /**
     * Takes labels.
     *
     * @param list one per image
     * @param classNames may be empty
     * @param source what to call the source
     * @param count number of images
     * @throws DataException if there are none although some are wanted, or their number is not that
     *     of the images
     */
    static SourceLabels of(
            LabelList list,
            List<String> classNames,
            ImageOptions options,
            String source,
            int count) {
        if (list.size() == 0 && options.maxLabelSize() == ImageOptions.LABELS_IF_ANY) {
            return none();
        }
        if (list.size() == 0) {
            throw new DataException(
                    source
                            + " has no labels, but labels are asked for. Train without (labels"
                            + " none), or add them as docs/data.md says for this kind of data.");
        }
        if (list.count() != count) {
            throw new DataException(
                    source
                            + " has "
                            + count
                            + " images, but "
                            + list.count()
                            + " labels; there must be one for each. Make both anew, from one"
                            + " list.");
        }
        int size =
                options.maxLabelSize() == ImageOptions.LABELS_IF_ANY
                        ? list.size()
                        : Math.min(list.size(), options.maxLabelSize());
        return new SourceLabels(
                list, size, classNames.subList(0, Math.min(size, classNames.size())));
    }

    /** Components of each label; 0 for none. */
    int size() {
        return size;
    }

    List<String> classNames() {
        return classNames;
    }

    float[] of(int index) {
        return size == 0 ? NONE : list.vector(index, size);
    }
}
