package io.github.stylegan4j.train;

import io.github.stylegan4j.io.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The moment of a run that a metric judged best, kept in {@code best.json}.
 *
 * <p>The file is written before the checkpoint it names: a run that is killed in between comes by
 * the same moment again.
 */
final class BestCheckpoint {
    private static final Logger LOG = LoggerFactory.getLogger(BestCheckpoint.class);

    private final Path file;
    private final String name;
    private final CheckpointMetric metric;
    private long images = -1;
    private double value = Double.POSITIVE_INFINITY;
    private boolean warned;
    private long considered = -1;

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
            if (name.equals(json.get("metric"))
                    && json.get("images") instanceof Number n
                    && json.get("value") instanceof Number v) {
                images = n.longValue();
                value = v.doubleValue();
            }
        } catch (NoSuchFileException e) {
            LOG.debug("no best checkpoint so far", e);
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("the best checkpoint so far is unknown: {}: {}", file, e.getMessage());
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
        if (now < value) {
            value = now;
            images = stats.images();
            RunDirectory.writing(file, () -> AtomicFiles.writeString(file, json() + "\n"));
            LOG.info("the best checkpoint by {} is that of {} kimg", name, stats.kimg());
        }
    }

    /** Training goes on from an earlier moment: a best one after it is undone. */
    void forgetAfter(long now) {
        considered = -1;
        if (images > now) {
            images = -1;
            value = Double.POSITIVE_INFINITY;
            RunDirectory.delete(file);
        }
    }

    private String json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("metric", name);
        json.put("value", value);
        json.put("images", images);
        json.put("checkpoint", SnapshotName.CHECKPOINT.of(images));
        json.put("network", SnapshotName.NETWORK.of(images));
        return ConfigJson.write(json);
    }

    /** Images shown at the best moment; negative if there is none. */
    long images() {
        return images;
    }
}
