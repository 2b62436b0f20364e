package io.github.stylegan4j.train;

import io.github.stylegan4j.io.TensorFileException;
import io.github.stylegan4j.train.config.CheckpointSettings;
import io.github.stylegan4j.train.data.ImageSource;
import io.github.stylegan4j.tuning.Tuning;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of one run: writes them, gives up those that need not be kept, and goes back to
 * the newest that is good.
 */
final class Checkpoints {
    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
    private static final String FINGERPRINT = "data_fingerprint";
    private static final String IMAGES = "data_images";

    private final RunDirectory directory;
    private final ImageSource source;
    private final ConvProvenance convolutions;
    private final Map<String, String> provenance = new LinkedHashMap<>();
    private final Retention retention;

    /**
     * Those of a run.
     *
     * @param source what it is trained on
     * @param tuning how the device's convolutions are chosen
     */
    Checkpoints(RunDirectory directory, TrainingConfig config, ImageSource source, Tuning tuning) {
        this.directory = directory;
        this.source = source;
        convolutions = new ConvProvenance(tuning);
        provenance.put(CheckpointFile.CONFIG, config.withoutPlaces().toJson());
        provenance.put(FINGERPRINT, source.fingerprint());
        provenance.put(IMAGES, Integer.toString(source.count()));
        provenance.putAll(convolutions.metadata());
        CheckpointSettings settings = config.checkpoints();
        retention =
                new Retention(
                        settings.keepCheckpoints(), Math.round(settings.keepEveryKimg() * 1000));
    }

    /** Writes one; its bytes depend on state, settings and images alone. */
    Path write(TrainingState state) {
        Path file = directory.file(SnapshotName.CHECKPOINT, state.images);
        CheckpointFile.write(file, state, provenance);
        return file;
    }

    /**
     * Removes the checkpoints and network snapshots that need not be kept.
     *
     * @param best images shown at the best moment; negative for none
     * @param now images shown when the last checkpoint was written
     * @param target the moment that the run may have to go back to again; negative for none
     */
    void giveUpOld(long best, long now, long target) {
        for (SnapshotName kind :
                new SnapshotName[] {SnapshotName.CHECKPOINT, SnapshotName.NETWORK}) {
            Map<Long, Path> files = directory.files(kind);
            Set<Long> givenUp = retention.givenUp(files.keySet(), best, now);
            givenUp.remove(target);
            givenUp.forEach(images -> RunDirectory.delete(files.get(images)));
        }
    }

    /**
     * Brings a state to the newest checkpoint that can be read. A run that was killed before its
     * first one has none, and begins anew.
     *
     * @param anyImages whether the images may be others than those it was trained on
     * @return the file it came from; empty if the run begins anew
     * @throws RunDirectoryException if no run has begun here, or the newest checkpoint cannot be
     *     read and no other is good
     * @throws TensorFileException if there are checkpoints and none is whole
     * @throws IllegalArgumentException if its networks are not those of the state, or it was
     *     trained on other images
     */
    Optional<Path> restoreNewest(TrainingState state, boolean anyImages) {
        Optional<Path> restored = restoreFirst(directory.checkpoints(), state, anyImages);
        if (restored.isPresent()) {
            return restored;
        }
        if (directory.inUse()) {
            LOG.info("the run has no checkpoint yet and begins anew");
            return Optional.empty();
        }
        throw new RunDirectoryException(
                "There is no checkpoint to resume from in "
                        + directory.path()
                        + "; allowed is the folder of a run, with files such as "
                        + SnapshotName.CHECKPOINT.of(10_000));
    }

    /** All that are there, by the images shown when they were written. */
    NavigableMap<Long, Path> files() {
        return directory.files(SnapshotName.CHECKPOINT);
    }

    /**
     * Renames the checkpoints, network snapshots and grids of later moments, so that nothing goes
     * on from them or shows them; the newest first, so that whatever ends this in between leaves a
     * run as it was earlier.
     */
    void setAsideAfter(long images) {
        for (SnapshotName kind : SnapshotName.values()) {
            directory
                    .files(kind)
                    .tailMap(images, false)
                    .descendingMap()
                    .values()
                    .forEach(RunDirectory::setAside);
        }
    }

    /**
     * Brings a state to the first of some checkpoints that can be read.
     *
     * @throws TensorFileException if there are some and none is whole
     * @throws RunDirectoryException if the newest cannot be read and no other is good
     */
    Optional<Path> restoreFirst(List<Path> files, TrainingState state, boolean anyImages) {
        RuntimeException newestProblem = null;
        for (Path file : files) {
            try {
                CheckpointFile.read(
                        file,
                        state,
                        metadata -> {
                            checkImages(file, metadata, anyImages);
                            convolutions.warnOfDifferences(file, metadata);
                        });
                return Optional.of(file);
            } catch (TensorFileException | RunDirectoryException e) {
                newestProblem = newestProblem == null ? e : newestProblem;
                LOG.warn("This checkpoint is left out, an older one is tried: {}", e.getMessage());
            }
        }
        if (newestProblem != null) {
            throw newestProblem;
        }
        return Optional.empty();
    }

    private void checkImages(Path file, Map<String, String> metadata, boolean anyImages) {
        String trained = String.valueOf(metadata.get(FINGERPRINT));
        if (trained.equals(source.fingerprint())) {
            return;
        }
        String what =
                source.name()
                        + " does not hold the images that "
                        + file.getFileName()
                        + " was trained on: it has "
                        + source.count()
                        + " with the fingerprint "
                        + source.fingerprint()
                        + ", those were "
                        + metadata.get(IMAGES)
                        + " with "
                        + trained;
        if (!anyImages) {
            throw new IllegalArgumentException(
                    what
                            + ". Bring the data set back, or resume with --accept-changed-data"
                            + " (TrainerBuilder.acceptChangedData) to go on with it as it is.");
        }
        LOG.warn("{}; the run goes on with other images", what);
    }
}
