package io.github.stylegan4j.train;

import io.github.stylegan4j.tensor.Rng;
import io.github.stylegan4j.train.data.ImageSource;
import io.github.stylegan4j.train.image.GridLayout;
import io.github.stylegan4j.train.image.GridSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Chooses the images of a data set that a grid shows. */
final class GridImages {
    private GridImages() {}

    /**
     * Refuses a layout that images do not allow.
     *
     * @throws IllegalArgumentException if it is by class, and they have no labels
     */
    static void check(GridLayout layout, ImageSource images) {
        if (layout.isByClass() && images.labelSize() == 0) {
            throw new IllegalArgumentException(
                    "gridLayout is '"
                            + layout.name().toLowerCase(Locale.ROOT)
                            + "', but the images of "
                            + images.name()
                            + " are used without labels; choose random, or give them labels"
                            + " (labels all)");
        }
    }

    /**
     * Chooses at random; a label stands for the class of its largest component, and a class without
     * an image for all images.
     *
     * @param rng where the choice comes from; one number each
     * @return indices of images, line by line
     */
    static int[] choose(ImageSource images, GridLayout layout, GridSize size, Rng rng) {
        List<List<Integer>> byClass = layout.isByClass() ? byClass(images) : List.of();
        int[] chosen = new int[size.count()];
        for (int i = 0; i < chosen.length; i++) {
            List<Integer> some =
                    byClass.isEmpty()
                            ? List.of()
                            : byClass.get(layout.classAt(i, size, byClass.size()));
            chosen[i] =
                    some.isEmpty()
                            ? rng.nextInt(images.count())
                            : some.get(rng.nextInt(some.size()));
        }
        return chosen;
    }

    private static List<List<Integer>> byClass(ImageSource images) {
        List<List<Integer>> byClass = new ArrayList<>();
        for (int i = 0; i < images.labelSize(); i++) {
            byClass.add(new ArrayList<>());
        }
        for (int i = 0; i < images.count(); i++) {
            byClass.get(largest(images.label(i))).add(i);
        }
        return byClass;
    }

    private static int largest(float[] label) {
        int place = 0;
        for (int i = 1; i < label.length; i++) {
            place = label[i] > label[place] ? i : place;
        }
        return place;
    }
}
