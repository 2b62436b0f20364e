package io.github.stylegan4j.train;

import io.github.stylegan4j.train.data.ImageSource;
import io.github.stylegan4j.train.loss.GanLoss;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for labels that say little to a discriminator, whose score is the sum of its outputs, each
 * times a component of the label: with a label of zeros it is 0 whatever the image, and a negative
 * component turns the meaning of its output around.
 */
final class LabelChecks {
    private static final Logger LOG = LoggerFactory.getLogger(LabelChecks.class);

    private final ImageSource images;
    private int zeros;
    private int firstZeros = -1;
    private int negatives;
    private int firstNegative = -1;

    private LabelChecks(ImageSource images) {
        this.images = images;
        for (int i = 0; i < images.count(); i++) {
            note(i, images.label(i));
        }
    }

    /**
     * Warns of such labels.
     *
     * @throws IllegalArgumentException if the loss cannot be computed with them
     */
    static void check(ImageSource images, GanLoss loss) {
        if (images.labelSize() == 0) {
            return;
        }
        LabelChecks labels = new LabelChecks(images);
        if (labels.zeros > 0 && loss.needsSlopes()) {
            throw new IllegalArgumentException(labels.zeros() + labels.advice());
        }
        labels.warnings().forEach(text -> LOG.warn("{}", text));
    }

    private void note(int index, float[] label) {
        boolean all = true;
        boolean negative = false;
        for (float component : label) {
            all &= component == 0;
            negative |= component < 0;
        }
        if (all && zeros++ == 0) {
            firstZeros = index;
        }
        if (negative && negatives++ == 0) {
            firstNegative = index;
        }
    }

    private List<String> warnings() {
        List<String> texts = new ArrayList<>();
        if (zeros > 0) {
            texts.add(
                    zeros()
                            + ". The discriminator's score of such an image is always 0: it learns"
                            + " nothing from it.");
        }
        if (negatives > 0) {
            texts.add(
                    found(negatives, firstNegative)
                            + " with negative components. Where a component is negative the"
                            + " discriminator's output for it means the opposite. If that is not"
                            + " meant, shift them to be 0 or more.");
        }
        return texts;
    }

    private String zeros() {
        return found(zeros, firstZeros) + " of zeros alone";
    }

    private String found(int number, int first) {
        return "Of the "
                + images.count()
                + " images of "
                + images.name()
                + ", "
                + number
                + " have labels ("
                + images.imageName(first)
                + (number > 1 ? " is the first)" : ")");
    }

    private String advice() {
        return ", for which the score is 0 whatever the image: the gradient penalty of this loss"
                + " has no finite gradient then. Give every image a component that is not 0 (with"
                + " labels N, classes from N on have none; labels all takes all), train without"
                + " labels, or choose the loss logistic.";
    }
}
