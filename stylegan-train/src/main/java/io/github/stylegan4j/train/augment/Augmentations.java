package io.github.stylegan4j.train.augment;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The augmentations a run can name. */
public final class Augmentations {
    /** No augmentation. */
    public static final String NONE = "none";

    /** Changes that are always made, see {@link #diffAugment}. */
    public static final String DIFF_AUGMENT = "diffaugment";

    /** Changes whose probability adapts, see {@link #adaptive}. */
    public static final String ADAPTIVE = "ada";

    private Augmentations() {}

    /** The names. */
    public static List<String> names() {
        return List.of(NONE, DIFF_AUGMENT, ADAPTIVE);
    }

    /**
     * Makes an augmentation.
     *
     * @param name one of {@link #names()}
     * @param policy kinds of change of {@code diffaugment}, as {@link #diffAugment} takes them
     * @throws IllegalArgumentException naming what was found and what is allowed
     */
    public static Augmentation create(String name, String policy) {
        return switch (name) {
            case NONE -> Augmentation.none();
            case DIFF_AUGMENT -> diffAugment(policy);
            case ADAPTIVE -> adaptive();
            default ->
                    throw new IllegalArgumentException(
                            "augment is '" + name + "'; allowed are " + String.join(", ", names()));
        };
    }

    /**
     * Changes that are always made (arXiv 2006.10738).
     *
     * @param policy color, translation and cutout, or some of them, separated by commas
     * @throws IllegalArgumentException if it names something else, or nothing
     */
    public static Augmentation diffAugment(String policy) {
        Set<DiffAugment.Kind> kinds = EnumSet.noneOf(DiffAugment.Kind.class);
        for (String kind : policy.split(",", -1)) {
            try {
                kinds.add(DiffAugment.Kind.valueOf(kind.strip().toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "diffAugment is '"
                                + policy
                                + "'; allowed are color, translation and cutout, separated by"
                                + " commas",
                        e);
            }
        }
        return new DiffAugment(kinds);
    }

    /** Geometric and colour changes, each made with the probability of the context. */
    public static Augmentation adaptive() {
        return new AdaptivePipeline();
    }
}
