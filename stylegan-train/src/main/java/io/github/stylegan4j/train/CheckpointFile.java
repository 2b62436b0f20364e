package io.github.stylegan4j.train;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.io.HostTensor;
import io.github.stylegan4j.io.Safetensors;
import io.github.stylegan4j.io.SafetensorsFile;
import io.github.stylegan4j.io.SafetensorsWriter;
import io.github.stylegan4j.io.TensorFileException;
import io.github.stylegan4j.io.TensorInfo;
import io.github.stylegan4j.nn.StateDict;
import io.github.stylegan4j.stylegan.DiscriminatorConfig;
import io.github.stylegan4j.stylegan.GeneratorConfig;
import io.github.stylegan4j.stylegan.NetworkConfig;
import io.github.stylegan4j.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Checkpoints on disk: safetensors files with everything of a {@link TrainingState}, from which a
 * run goes on and pictures are made.
 *
 * <p>The bytes depend on the state alone: there is no time and no path in them.
 */
final class CheckpointFile {
    private static final String FORMAT = "stylegan4j-training";
    private static final String VERSION = "2";
    private static final String STREAM = "random.";
    private static final String STATISTIC = "statistics.";

    /** Metadata with the run's configuration. */
    static final String CONFIG = "config";

    private static final String LABEL_SIZE = "label_size";
    private static final String DISCRIMINATOR_STEPS = "discriminator_steps";
    private static final String AUGMENTATION = "augment_probability";
    private static final String REAL_SIGN = "augment_real_sign";
    private static final String LAST_LOD = "last_lod";
    private static final String WATCHED_STEPS = "watched_steps";
    private static final String WATCHED_DISCRIMINATOR = "watched_skipped_discriminator";
    private static final String WATCHED_GENERATOR = "watched_skipped_generator";
    private static final String ROLLBACKS = "rollbacks";
    private static final String ROLLBACK_FAILED_AT = "rollback_failed_at";
    private static final String ROLLBACK_TARGET = "rollback_target";

    private CheckpointFile() {}

    /**
     * Writes a checkpoint.
     *
     * @param provenance what else it says, of the run and not of its state
     */
    static void write(Path file, TrainingState state, Map<String, String> provenance) {
        Map<String, String> metadata = new LinkedHashMap<>(provenance);
        metadata.putAll(metadata(state));
        SafetensorsWriter writer = Safetensors.writer();
        metadata.forEach(writer::metadata);
        CheckpointChecksum checksum = new CheckpointChecksum(metadata);
        state.tensors()
                .forEach(
                        (name, t) ->
                                writer.add(
                                        name,
                                        CheckpointChecksum.stored(t.dtype()),
                                        t.shape().dims(),
                                        () -> checksum.add(name, StateDict.download(t))));
        writer.add(
                CheckpointChecksum.NAME,
                CheckpointChecksum.TYPE,
                CheckpointChecksum.shape(),
                checksum::value);
        RunDirectory.writing(file, () -> writer.write(file));
    }

    private static Map<String, String> metadata(TrainingState state) {
        Map<String, String> m = new LinkedHashMap<>();
        m.put("format", FORMAT);
        m.put("format_version", VERSION);
        int labelSize = state.generator.config().backbone().labelSize();
        m.put(LABEL_SIZE, Integer.toString(labelSize));
        m.put("images", Long.toString(state.images));
        m.put(AUGMENTATION, Double.toString(state.augmentation.probability()));
        m.put(REAL_SIGN, Double.toString(state.augmentation.meanSign()));
        m.put(DISCRIMINATOR_STEPS, Long.toString(state.discriminatorSteps));
        m.put("ticks", Long.toString(state.ticks));
        m.put("tick_start", Long.toString(state.tickStart));
        m.put(LAST_LOD, Double.toString(state.lastLod));
        m.put("data_position", Long.toString(state.dataPosition));
        m.put(WATCHED_STEPS, Long.toString(state.watched.steps()));
        m.put(WATCHED_DISCRIMINATOR, Long.toString(state.watched.discriminator()));
        m.put(WATCHED_GENERATOR, Long.toString(state.watched.generator()));
        if (state.rollbacks.open()) {
            m.put(ROLLBACKS, Integer.toString(state.rollbacks.count()));
            m.put(ROLLBACK_FAILED_AT, Long.toString(state.rollbacks.failedAt()));
            m.put(ROLLBACK_TARGET, Long.toString(state.rollbacks.target()));
        }
        state.random.positions().forEach((name, p) -> m.put(STREAM + name, Long.toString(p)));
        state.statistics.counts().forEach((name, n) -> m.put(STATISTIC + name, Long.toString(n)));
        m.putAll(state.kept.save());
        return m;
    }

    /**
     * What a checkpoint says of its networks.
     *
     * @param generator what its generators were made from
     * @param discriminator what its discriminator was made from
     * @param lod level of detail they were trained to
     */
    record Networks(GeneratorConfig generator, DiscriminatorConfig discriminator, double lod) {}

    /** Whether a file says of itself that it is a checkpoint. */
    static boolean isCheckpoint(SafetensorsFile open) {
        return FORMAT.equals(open.metadata().get("format"));
    }

    /** The networks a checkpoint holds, by its metadata. */
    static Networks networks(SafetensorsFile open) {
        Position position = new Position(open.path(), open.metadata());
        int labelSize = position.number(LABEL_SIZE, Integer::valueOf);
        TrainingConfig config = config(position, open);
        return new Networks(
                config.generator(labelSize),
                config.discriminator(labelSize),
                Math.max(0, position.lastLod));
    }

    /**
     * What a checkpoint was trained with.
     *
     * @throws TensorFileException if the file is no checkpoint
     * @throws IOException if it cannot be read
     */
    static TrainingConfig config(Path file) throws IOException {
        try (SafetensorsFile open = Safetensors.open(file)) {
            return config(new Position(file, open.metadata()), open);
        }
    }

    private static TrainingConfig config(Position position, SafetensorsFile open) {
        try {
            return TrainingConfig.fromJson(String.valueOf(open.metadata().get(CONFIG)));
        } catch (IllegalArgumentException e) {
            throw position.notACheckpoint("its configuration is unusable: " + e.getMessage(), e);
        }
    }

    /**
     * Brings a state to where a checkpoint was written.
     *
     * @param check looks at the metadata before anything of the state is changed
     * @throws TensorFileException if the file is no checkpoint or damaged; the state is as it was
     * @throws IllegalArgumentException if its networks are not those of the state, which is as it
     *     was
     * @throws RunDirectoryException if it cannot be read
     */
    static void read(Path file, TrainingState state, Consumer<Map<String, String>> check) {
        try (SafetensorsFile open = Safetensors.open(file)) {
            Position position = new Position(file, open.metadata());
            CheckpointChecksum.verify(open);
            check.accept(open.metadata());
            check(open, position, state);
            state.kept.restore(open.metadata(), file);
            position.restore(state);
            for (Map.Entry<String, Tensor> e : state.tensors().entrySet()) {
                HostTensor value = open.read(e.getKey());
                StateDict.load(
                        Map.of(e.getKey(), e.getValue()),
                        Map.of(e.getKey(), value),
                        file.toString());
            }
        } catch (IOException e) {
            throw new RunDirectoryException(
                    "The checkpoint " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Before anything of the state is changed. */
    private static void check(SafetensorsFile open, Position position, TrainingState state) {
        Map<String, Shape> expected = new LinkedHashMap<>();
        state.tensors().forEach((name, t) -> expected.put(name, t.shape()));
        expected.keySet().removeIf(name -> name.startsWith(STATISTIC));
        position.statistics.keySet().forEach(n -> expected.put(STATISTIC + n, Shape.of(2)));
        expected.put(CheckpointChecksum.NAME, Shape.of(CheckpointChecksum.shape()));
        List<String> problems = differences(open, "", expected);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(
                    "The checkpoint "
                            + open.path()
                            + " is of other networks than the configuration describes ("
                            + summary(problems)
                            + ". Resume with the configuration the run was begun with.");
        }
    }

    /**
     * Checks the tensors of one network before memory is taken for it.
     *
     * @param prefix what the network's names begin with in the file
     * @throws TensorFileException if they are not those that the file's own configuration describes
     */
    static void checkNetwork(SafetensorsFile open, String prefix, NetworkConfig config) {
        List<String> problems = differences(open, prefix, config.state());
        if (!problems.isEmpty()) {
            throw new TensorFileException(
                    open.path(),
                    "its tensors do not fit its own configuration (" + summary(problems),
                    "exactly the tensors of the networks it describes",
                    "Give a checkpoint as a training run wrote it.");
        }
    }

    private static List<String> differences(
            SafetensorsFile open, String prefix, Map<String, Shape> expected) {
        List<String> problems = new ArrayList<>();
        expected.forEach(
                (name, shape) -> {
                    TensorInfo found = open.tensors().get(prefix + name);
                    if (found == null) {
                        problems.add("missing " + prefix + name);
                    } else if (!Arrays.equals(found.shape(), shape.dims())) {
                        problems.add(found + ", expected " + shape);
                    }
                });
        open.tensors().keySet().stream()
                .filter(
                        name ->
                                name.startsWith(prefix)
                                        && !expected.containsKey(name.substring(prefix.length())))
                .forEach(name -> problems.add("unexpected " + name));
        return problems;
    }

    private static String summary(List<String> problems) {
        return problems.size()
                + " differences): "
                + String.join("; ", problems.subList(0, Math.min(5, problems.size())));
    }

    /** The numbers among the metadata, read before anything of the state is changed. */
    private static final class Position {
        private final Path file;
        private final Map<String, String> metadata;
        private final long images;
        private final long ticks;
        private final long discriminatorSteps;
        private final Optional<Double> augmentProbability;
        private final Optional<Double> realSign;
        private final double lastLod;
        private final long tickStart;
        private final long dataPosition;
        private final WatchPosition watched;
        private final RollbackRecord rollbacks;
        private final Map<String, Long> statistics = new LinkedHashMap<>();
        private final Map<String, Long> random = new LinkedHashMap<>();

        Position(Path file, Map<String, String> metadata) {
            this.file = file;
            this.metadata = metadata;
            if (!FORMAT.equals(metadata.get("format"))
                    || !VERSION.equals(metadata.get("format_version"))) {
                throw notACheckpoint(
                        "the format is "
                                + metadata.get("format")
                                + ", version "
                                + metadata.get("format_version"),
                        null);
            }
            images = number("images", Long::valueOf);
            ticks = number("ticks", Long::valueOf);
            tickStart = number("tick_start", Long::valueOf);
            discriminatorSteps = number(DISCRIMINATOR_STEPS, Long::valueOf);
            augmentProbability = optional(AUGMENTATION);
            realSign = optional(REAL_SIGN);
            lastLod = number(LAST_LOD, Double::valueOf);
            dataPosition = number("data_position", Long::valueOf);
            watched = watched();
            rollbacks = rollbacks();
            for (String key : metadata.keySet()) {
                if (key.startsWith(STREAM)) {
                    random.put(key.substring(STREAM.length()), number(key, Long::valueOf));
                } else if (key.startsWith(STATISTIC)) {
                    statistics.put(key.substring(STATISTIC.length()), number(key, Long::valueOf));
                }
            }
        }

        /** A number that is written since there is augmentation. */
        private Optional<Double> optional(String key) {
            return metadata.containsKey(key)
                    ? Optional.of(number(key, Double::valueOf))
                    : Optional.empty();
        }

        /** Written since runs go back. */
        private WatchPosition watched() {
            return metadata.containsKey(WATCHED_STEPS)
                    ? new WatchPosition(
                            number(WATCHED_STEPS, Long::valueOf),
                            number(WATCHED_DISCRIMINATOR, Long::valueOf),
                            number(WATCHED_GENERATOR, Long::valueOf))
                    : WatchPosition.unknown(discriminatorSteps);
        }

        /** Written only between a failure and getting past it. */
        private RollbackRecord rollbacks() {
            return metadata.containsKey(ROLLBACKS)
                    ? new RollbackRecord(
                            number(ROLLBACKS, Integer::valueOf),
                            number(ROLLBACK_FAILED_AT, Long::valueOf),
                            number(ROLLBACK_TARGET, Long::valueOf))
                    : RollbackRecord.NONE;
        }

        private <T> T number(String key, Function<String, T> parse) {
            String text = metadata.get(key);
            try {
                if (text != null) {
                    return parse.apply(text);
                }
            } catch (NumberFormatException e) {
                throw notACheckpoint(key + " is '" + text + "'", e);
            }
            throw notACheckpoint("it has no metadata " + key, null);
        }

        private TensorFileException notACheckpoint(String found, Throwable cause) {
            return new TensorFileException(
                    file,
                    found,
                    FORMAT + ", version " + VERSION,
                    "Resume from a file that a training run wrote.",
                    cause);
        }

        void restore(TrainingState state) {
            state.images = images;
            state.ticks = ticks;
            state.tickStart = tickStart;
            state.statistics.begin(statistics);
            state.discriminatorSteps = discriminatorSteps;
            state.augmentation.restore(
                    augmentProbability.orElse(state.augmentation.probability()),
                    realSign.orElse(0.0));
            state.lastLod = lastLod;
            state.dataPosition = dataPosition;
            state.watched = watched;
            state.rollbacks = rollbacks;
            state.random.restore(random);
        }
    }
}
