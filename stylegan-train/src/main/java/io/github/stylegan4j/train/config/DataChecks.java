package io.github.stylegan4j.train.config;

import io.github.stylegan4j.train.data.DataFormat;
import io.github.stylegan4j.train.data.DataSets;
import io.github.stylegan4j.train.data.ImageOptions;
import io.github.stylegan4j.train.data.format.LabelList;
import java.util.Arrays;

/** Checks of the fields that say what data is; each message names the field and what is allowed. */
final class DataChecks {
    private static final String NONE = "none";
    private static final String ALL = "all";

    private DataChecks() {}

    static void format(String field, String value) {
        boolean known =
                DataSets.AUTO.equals(value)
                        || Arrays.stream(DataFormat.values()).anyMatch(f -> f.id().equals(value));
        if (!known) {
            throw new IllegalArgumentException(
                    field + " is '" + value + "'; allowed is one of " + DataSets.formats());
        }
    }

    static void labels(String field, String value) {
        boolean known = NONE.equals(value) || ALL.equals(value);
        if (!known && (value == null || !isComponents(value))) {
            throw new IllegalArgumentException(
                    field
                            + " is '"
                            + value
                            + "'; allowed is none, all, or a number of components from 1 to "
                            + LabelList.MAX_SIZE);
        }
    }

    private static boolean isComponents(String value) {
        return value.matches("[1-9]\\d{0,8}") && Integer.parseInt(value) <= LabelList.MAX_SIZE;
    }

    /** The meaning of a value that was checked. */
    static int maxLabelSize(String labels) {
        return switch (labels) {
            case NONE -> 0;
            case ALL -> ImageOptions.ALL_LABELS;
            default -> Integer.parseInt(labels);
        };
    }
}
