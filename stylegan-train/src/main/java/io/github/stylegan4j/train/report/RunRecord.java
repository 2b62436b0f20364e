package io.github.stylegan4j.train.report;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What the folder of a run says of it, as far as it can be read.
 *
 * @param folder the run's folder
 * @param config its configuration by field; empty if there is none
 * @param starts each start and each resume, in order
 * @param ticks each tick once, by number of images
 * @param grids pictures of generated images, in order
 * @param reals the picture of real images; null if there is none
 * @param notices what is missing or damaged, for people
 */
record RunRecord(
        Path folder,
        Map<String, Object> config,
        List<Map<String, Object>> starts,
        List<Tick> ticks,
        List<Grid> grids,
        Path reals,
        List<String> notices) {

    /**
     * A picture of generated images.
     *
     * @param kimg thousands of images shown before
     */
    record Grid(Path file, BigDecimal kimg) {}

    /** The newest tick; null before the first. */
    Tick last() {
        return ticks.isEmpty() ? null : ticks.get(ticks.size() - 1);
    }

    /** Length of the run in thousands of images; NaN if it is not known. */
    double totalKimg() {
        return config.get("totalKimg") instanceof Number n ? n.doubleValue() : Double.NaN;
    }
}
