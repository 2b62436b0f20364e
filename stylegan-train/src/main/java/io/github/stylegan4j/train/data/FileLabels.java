package io.github.stylegan4j.train.data;

import io.github.stylegan4j.train.data.format.DatasetJson;
import io.github.stylegan4j.train.data.format.LabelList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * Labels of image files: those of a {@code dataset.json} beside them, or else the folder each file
 * lies in, the first one of its path, as its class.
 *
 * @param json where the labels stand, for messages
 * @param content gives the text of that file; null if there is none
 */
record FileLabels(Path json, EncodedImage.Content content) {

    /** Labels by folder. */
    static FileLabels byFolder(Path source) {
        return new FileLabels(source, null);
    }

    /**
     * The labels of some files.
     *
     * @param all names of all files of the source, from which the classes follow
     * @param used names of the files that are used, in order
     * @throws DataException if a file has no label, or the labels cannot be read
     */
    SourceLabels of(List<String> all, List<String> used, ImageOptions options, String source) {
        if (options.maxLabelSize() == 0) {
            return SourceLabels.none();
        }
        if (content == null) {
            return byFolder(all, used, options, source);
        }
        try {
            DatasetJson.Content found = DatasetJson.parse(json, content.read());
            LabelList list = DatasetJson.inOrder(json, found.labels(), used);
            return SourceLabels.of(list, found.classNames(), options, source, used.size());
        } catch (IOException e) {
            throw new DataException(
                    "The labels of "
                            + source
                            + " cannot be used: "
                            + e.getMessage()
                            + ". Repair the file, or train without labels.",
                    e);
        }
    }

    private static SourceLabels byFolder(
            List<String> all, List<String> used, ImageOptions options, String source) {
        TreeSet<String> names = new TreeSet<>(Comparator.naturalOrder());
        String outside = null;
        for (String name : all) {
            if (name.indexOf('/') > 0) {
                names.add(folder(name));
            } else {
                outside = name;
            }
        }
        boolean optional = options.maxLabelSize() == ImageOptions.LABELS_IF_ANY;
        if (names.isEmpty() || (outside != null && optional)) {
            return SourceLabels.of(LabelList.none(), List.of(), options, source, used.size());
        }
        if (outside != null) {
            throw new DataException(
                    source
                            + " has folders for classes, but "
                            + outside
                            + " lies in none of them. Move it into one, or train without labels.");
        }
        List<String> classNames = List.copyOf(names);
        int[] classes = new int[used.size()];
        for (int i = 0; i < classes.length; i++) {
            classes[i] = Collections.binarySearch(classNames, folder(used.get(i)));
        }
        return SourceLabels.of(
                LabelList.classes(classes, classNames.size()),
                classNames,
                options,
                source,
                used.size());
    }

    private static String folder(String name) {
        return name.substring(0, name.indexOf('/'));
    }
}
