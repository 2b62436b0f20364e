package io.github.stylegan4j.train;

import io.github.stylegan4j.io.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The moment of a run that a metric judged best, kept in {@code best.json}.
 *
 * <p>The file is written before the checkpoint it names, and a run may go on from an earlier one,
 * perhaps in another way. So the file knows the moments too that were the best before: those that
 * the run has gone back behind are forgotten, and the last one left is the best again.
 */
final class BestCheckpoint {
    private static final Logger LOG = LoggerFactory.getLogger(BestCheckpoint.class);
    private static final String IMAGES = "images";
    private static final String VALUE = "value";
    private static final String EARLIER = "earlier";

    private final Path file;
    private final String name;
    private final CheckpointMetric metric;

    /** In their order; each was better than all before. */
    private final List<Moment> moments = new ArrayList<>();

    private boolean warned;
    private long considered = -1;

    /**
     * A moment that was the best when it came.
     *
     * @param images images shown then
     * @param value what the metric said
     */
    private record Moment(long images, double value) {}

    /**
     * The best moment so far, of this or an earlier process.
     *
     * @param file where it is kept
     * @param name what the metric is called; empty for none
     */
    BestCheckpoint(Path file, String name, CheckpointMetric metric) {
        this.file = file;
        this.name = name;
        this.metric = metric;
        if (!name.isEmpty()) {
            readBack();
        }
    }

    private void readBack() {
        try {
            Map<String, Object> json = ConfigJson.read(Files.readString(file));
            if (name.equals(json.get("metric"))) {
                if (json.get(EARLIER) instanceof List<?> earlier) {
                    earlier.forEach(this::readMoment);
                }
                readMoment(json);
            }
        } catch (NoSuchFileException e) {
            LOG.debug("no best checkpoint so far", e);
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("the best checkpoint so far is unknown: {}: {}", file, e.getMessage());
        }
    }

    private void readMoment(Object json) {
        if (json instanceof Map<?, ?> moment
                && moment.get(IMAGES) instanceof Number n
                && moment.get(VALUE) instanceof Number v) {
            moments.add(new Moment(n.longValue(), v.doubleValue()));
        }
    }

    /** Looks at a moment whose checkpoint is about to be written, or was; once at each moment. */
    void consider(Trainer trainer, TickStats stats) {
        if (name.isEmpty() || stats.images() == considered) {
            return;
        }
        considered = stats.images();
        double now = metric.of(trainer, stats);
        if (Double.isNaN(now) && !warned) {
            warned = true;
            LOG.warn(
                    "{} has no value, so that no checkpoint is kept as the best; the statistics"
                            + " are {}",
                    name,
                    stats.quantities().keySet());
        }
        if (now < (moments.isEmpty() ? Double.POSITIVE_INFINITY : last().value())) {
            moments.add(new Moment(stats.images(), now));
            write();
            LOG.info("the best checkpoint by {} is that of {} kimg", name, stats.kimg());
        }
    }

    /**
     * Training goes on from a checkpoint: the best moments after it are undone, and those before it
     * whose checkpoints were given up for them cannot be the best again.
     *
     * @param now images shown when it was written
     */
    void goOnFrom(long now) {
        considered = -1;
        int known = moments.size();
        while (!moments.isEmpty() && (last().images() > now || !hasCheckpoint(last()))) {
            moments.remove(moments.size() - 1);
        }
        if (moments.isEmpty() && known > 0) {
            RunDirectory.delete(file);
        } else if (moments.size() < known) {
            write();
        }
    }

    private boolean hasCheckpoint(Moment moment) {
        return Files.exists(file.resolveSibling(SnapshotName.CHECKPOINT.of(moment.images())));
    }

    private Moment last() {
        return moments.get(moments.size() - 1);
    }

    private void write() {
        RunDirectory.writing(file, () -> AtomicFiles.writeString(file, json() + "\n"));
    }

    private String json() {
        Moment best = last();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("metric", name);
        json.put(VALUE, best.value());
        json.put(IMAGES, best.images());
        json.put("checkpoint", SnapshotName.CHECKPOINT.of(best.images()));
        json.put("network", SnapshotName.NETWORK.of(best.images()));
        List<Map<String, Object>> earlier = new ArrayList<>();
        for (Moment moment : moments.subList(0, moments.size() - 1)) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put(VALUE, moment.value());
            one.put(IMAGES, moment.images());
            earlier.add(one);
        }
        json.put(EARLIER, earlier);
        return ConfigJson.write(json);
    }

    /** Images shown at the best moment; negative if there is none. */
    long images() {
        return moments.isEmpty() ? -1 : last().images();
    }
}
