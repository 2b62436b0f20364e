package io.github.stylegan4j.train;

import io.github.stylegan4j.stylegan.checkpoint.NetworkFile;
import io.github.stylegan4j.stylegan.checkpoint.Progress;
import io.github.stylegan4j.train.data.MinibatchLoader;
import java.nio.file.Path;

/**
 * The network snapshots and checkpoints of one run: writes both, and gives up those that need not
 * be kept.
 */
final class Snapshots {
    private final RunDirectory directory;
    private final TrainingState state;
    private final Schedule schedule;
    private final MinibatchLoader loader;
    private final Checkpoints checkpoints;
    private final BestCheckpoint best;
    private final Runnable beforeCheckpoint;
    private long newest = -1;

    /** What was written at one moment. */
    record Files(Path network, Path checkpoint) {}

    /**
     * Those of one run.
     *
     * @param loader whose position is part of a checkpoint
     * @param best the best moment, which is kept
     * @param beforeCheckpoint done before each checkpoint, for what has to be part of it
     */
    Snapshots(
            RunDirectory directory,
            TrainingState state,
            Schedule schedule,
            MinibatchLoader loader,
            Checkpoints checkpoints,
            BestCheckpoint best,
            Runnable beforeCheckpoint) {
        this.directory = directory;
        this.state = state;
        this.schedule = schedule;
        this.loader = loader;
        this.checkpoints = checkpoints;
        this.best = best;
        this.beforeCheckpoint = beforeCheckpoint;
    }

    /** Whether those of this moment are there. */
    boolean areThere() {
        return newest == state.images;
    }

    /** The state has come from those of this moment. */
    void restored() {
        newest = state.images;
    }

    /** Writes those of this moment. */
    Files write() {
        state.dataPosition = loader.position();
        Path network = directory.file(SnapshotName.NETWORK, state.images);
        double lod = state.lastLod < 0 ? schedule.at(state.images).lod() : state.lastLod;
        Progress progress = new Progress(state.images / 1000.0, lod);
        RunDirectory.writing(network, () -> NetworkFile.save(network, state.average, progress));
        beforeCheckpoint.run();
        directory.forceStatistics();
        Path checkpoint = checkpoints.write(state);
        newest = state.images;
        giveUpOld();
        return new Files(network, checkpoint);
    }

    /** Removes what need not be kept. */
    void giveUpOld() {
        checkpoints.giveUpOld(best.images(), state.images, state.rollbacks.target());
    }
}
