package io.github.stylegan4j.train.data;

import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/** Looks whether the files of a TFRecord data set hold the same images in halving sizes. */
final class TfRecordLevels {
    private final TreeMap<Integer, Level> byHeight = new TreeMap<>();
    private final List<BadImage> bad;

    /** A file, and the size of its first image. */
    private record Level(Path file, ImageShape shape) {}

    /**
     * Prepares to look.
     *
     * @param bad receives what is wrong
     */
    TfRecordLevels(List<BadImage> bad) {
        this.bad = bad;
    }

    void add(Path file, ImageShape shape) {
        Level other = byHeight.putIfAbsent(shape.height(), new Level(file, shape));
        if (other != null) {
            note(file, "its images have the size of those of " + other.file());
        }
    }

    /** Compares every file with that of the highest resolution. */
    void check() {
        if (byHeight.isEmpty()) {
            return;
        }
        Level top = byHeight.lastEntry().getValue();
        for (Level level : byHeight.values()) {
            if (!isHalvedFrom(top.shape(), level.shape())) {
                note(
                        level.file(),
                        "its images have the size "
                                + size(level.shape())
                                + ", those of "
                                + top.file()
                                + " have "
                                + size(top.shape())
                                + "; each resolution must be half of the next");
            }
        }
    }

    private static boolean isHalvedFrom(ImageShape top, ImageShape shape) {
        int factor = top.height() / shape.height();
        return factor * shape.height() == top.height()
                && factor * shape.width() == top.width()
                && Integer.bitCount(factor) == 1;
    }

    private static String size(ImageShape shape) {
        return shape.height() + "x" + shape.width();
    }

    private void note(Path file, String reason) {
        bad.add(new BadImage(file.toString(), reason));
    }
}
