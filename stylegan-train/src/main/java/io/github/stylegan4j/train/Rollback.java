package io.github.stylegan4j.train;

import io.github.stylegan4j.train.FailureWatch.Failure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;

/**
 * Goes back to earlier checkpoints when training fails.
 *
 * <p>The first time to the newest, with the random numbers as they were: what a device did once is
 * undone without a trace. If training fails again before it has got past the failure, it goes to
 * the checkpoint before, as the failure may have begun earlier than it showed, or to the same one
 * if there is none before, and every random stream leaps ahead. What the run has got past is
 * forgotten: a later failure begins anew.
 */
final class Rollback {
    private static final String ADVICE =
            ". Resume with a lower learning rate (--learning-rate), or look at the data and the loss";

    private final Checkpoints checkpoints;
    private final TrainingState state;
    private final BestCheckpoint best;
    private final boolean anyImages;
    private final int most;

    /**
     * Goes back on behalf of one run.
     *
     * @param best is told when its moment is undone
     * @param anyImages whether the images may be others than those of the checkpoints
     * @param most how often a run may go back without getting past the failure
     */
    Rollback(
            Checkpoints checkpoints,
            TrainingState state,
            BestCheckpoint best,
            boolean anyImages,
            int most) {
        this.checkpoints = checkpoints;
        this.state = state;
        this.best = best;
        this.anyImages = anyImages;
        this.most = most;
    }

    /**
     * Brings the state back to a checkpoint, which is written anew and then knows of it; newer ones
     * are set aside.
     *
     * @return what was done, for people
     * @throws TrainingFailedException if that was done as often as allowed, or there is none
     */
    String run(Failure failure) {
        String what =
                String.format(
                        Locale.ROOT,
                        "The gradients of the %s were infinite or NaN in %d steps in a row, up to"
                                + " %s kimg",
                        failure.network(),
                        failure.steps(),
                        state.images / 1000.0);
        RollbackRecord before = state.rollbacks;
        long failedAt = state.images;
        List<Path> candidates = candidates(before);
        if (before.count() >= most || candidates.isEmpty()) {
            throw new TrainingFailedException(what + reason(before) + ADVICE);
        }
        Path file = checkpoints.restoreFirst(candidates, state, anyImages).orElseThrow();
        state.rollbacks = before.next(failedAt, state.images);
        if (before.open()) {
            state.random.leap();
        }
        // In this order: killed in between, the run resumes from here, at worst without a record.
        checkpoints.setAsideAfter(state.images);
        best.goOnFrom(state.images);
        checkpoints.write(state);
        return String.format(
                Locale.ROOT,
                "%s; training goes on from %s%s (%d of at most %d times)",
                what,
                file.getFileName(),
                before.open() ? " with other random numbers" : "",
                state.rollbacks.count(),
                most);
    }

    private static String reason(RollbackRecord before) {
        return before.open()
                ? ", after going back "
                        + before.count()
                        + (before.count() == 1 ? " time" : " times")
                : ", and the run may not go back, or has no checkpoint to go back to";
    }

    /** In the order in which they are tried. */
    private List<Path> candidates(RollbackRecord before) {
        NavigableMap<Long, Path> files = checkpoints.files();
        if (!before.open()) {
            return List.copyOf(files.headMap(state.images, true).descendingMap().values());
        }
        Map<Long, Path> earlier = files.headMap(before.target(), false).descendingMap();
        List<Path> candidates = new ArrayList<>(earlier.values());
        Path same = files.get(before.target());
        if (same != null) {
            candidates.add(same);
        }
        return candidates;
    }

    /**
     * Forgets the last failure if the run has got past it, before a checkpoint is written.
     *
     * @param failures tells whether both networks learn; asked only if there was a failure
     */
    void beforeCheckpoint(FailureWatch failures) {
        RollbackRecord record = state.rollbacks;
        if (record.open() && state.images > record.failedAt() && failures.allLearn()) {
            state.rollbacks = RollbackRecord.NONE;
        }
    }
}
