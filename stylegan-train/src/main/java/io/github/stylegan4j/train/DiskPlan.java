package io.github.stylegan4j.train;

import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.train.config.CheckpointSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What checkpoints and network snapshots of a run take on the disk, known before its first step.
 * Pictures and records are small beside them, and are not counted.
 *
 * @param checkpointBytes one checkpoint
 * @param networkBytes one network snapshot
 * @param written how many of each the run writes
 * @param kept how many of each are there in the end, at most
 */
public record DiskPlan(long checkpointBytes, long networkBytes, long written, long kept) {
    private static final Logger LOG = LoggerFactory.getLogger(DiskPlan.class);

    /** Plans a run of which the networks and optimizers are there. */
    static DiskPlan of(TrainingConfig config, Schedule schedule, TrainingState state) {
        return of(config, schedule, bytes(state.tensors()), bytes(state.average.state()));
    }

    private static long bytes(Map<String, Tensor> tensors) {
        return tensors.values().stream().mapToLong(t -> (long) t.size() * t.dtype().bytes()).sum();
    }

    /**
     * Plans a run.
     *
     * @param schedule which the run follows
     * @param checkpointBytes one checkpoint
     * @param networkBytes one network snapshot
     */
    static DiskPlan of(
            TrainingConfig config, Schedule schedule, long checkpointBytes, long networkBytes) {
        CheckpointSettings settings = config.checkpoints();
        long total = config.run().totalImages();
        // The first tick and the end have them too.
        double ticks = new TickLengths(schedule, config).ticks(0, total);
        long written = (long) Math.floor(ticks / settings.snapshotTicks()) + 2;
        return new DiskPlan(checkpointBytes, networkBytes, written, kept(config, written));
    }

    private static long kept(TrainingConfig config, long written) {
        CheckpointSettings settings = config.checkpoints();
        if (settings.keepCheckpoints() == 0) {
            return written;
        }
        double every = settings.keepEveryKimg();
        long forGood = every == 0 ? 0 : (long) (config.run().totalKimg() / every);
        long best = settings.keepBest().isEmpty() ? 0 : 1;
        return Math.min(written, settings.keepCheckpoints() + forGood + best);
    }

    /** The most that is there at once: the oldest is removed after the newest is written. */
    public long bytes() {
        return Math.min(written, kept + 1) * (checkpointBytes + networkBytes);
    }

    /** What is to be feared where a folder's disk has less room; empty if it has enough. */
    Optional<String> shortage(Path folder) {
        try {
            long free = Files.getFileStore(folder).getUsableSpace();
            return free >= bytes()
                    ? Optional.empty()
                    : Optional.of(
                            String.format(
                                    Locale.ROOT,
                                    "The disk of %s has %s left, which will not suffice for the"
                                            + " run's checkpoints. Make room, keep fewer"
                                            + " (--keep-checkpoints), or choose another folder"
                                            + " (--run-dir). %s",
                                    folder,
                                    MemoryPlan.size(free),
                                    text()));
        } catch (IOException e) {
            LOG.debug("nobody tells how much room {} has", folder, e);
            return Optional.empty();
        }
    }

    /** For people. */
    public String text() {
        String which =
                kept == written
                        ? "all are kept (--keep-checkpoints N keeps the newest N)"
                        : kept + " are kept";
        return String.format(
                Locale.ROOT,
                "Disk: about %d times a checkpoint of %s and a network of %s, of which %s: %s",
                written,
                MemoryPlan.size(checkpointBytes),
                MemoryPlan.size(networkBytes),
                which,
                MemoryPlan.size(bytes()));
    }
}
