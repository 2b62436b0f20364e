package io.github.stylegan4j.train;

import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.io.ElementType;
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
import io.github.stylegan4j.tuning.Tuning;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checkpoints on disk: safetensors files with everything of a {@link TrainingState}, from which a
 * run goes on and pictures are made.
 *
 * <p>The bytes depend on the state alone: there is no time and no path in them.
 */
final class CheckpointFile {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointFile.class);
    private static final String FORMAT = "stylegan4j-training";
    private static final String VERSION = "1";
    private static final String STREAM = "random.";
    private static final String CONFIG = "config";
    private static final String LABEL_SIZE = "label_size";
    private static final String DISCRIMINATOR_STEPS = "discriminator_steps";
    private static final String LAST_LOD = "last_lod";

    private CheckpointFile() {}

    static void write(Path file, TrainingState state, TrainingConfig config, Tuning tuning) {
        SafetensorsWriter writer = Safetensors.writer();
        metadata(state, config).forEach(writer::metadata);
        new ConvProvenance(tuning).metadata().forEach(writer::metadata);
        state.tensors()
                .forEach(
                        (name, t) ->
                                writer.add(
                                        name,
                                        t.dtype() == DType.FLOAT64
                                                ? ElementType.F64
                                                : ElementType.F32,
                                        t.shape().dims(),
                                        () -> StateDict.download(t)));
        RunDirectory.writing(file, () -> writer.write(file));
    }

    private static Map<String, String> metadata(TrainingState state, TrainingConfig config) {
        Map<String, String> m = new LinkedHashMap<>();
        m.put("format", FORMAT);
        m.put("format_version", VERSION);
        m.put(CONFIG, config.withoutPlaces().toJson());
        int labelSize = state.generator.config().backbone().labelSize();
        m.put(LABEL_SIZE, Integer.toString(labelSize));
        m.put("images", Long.toString(state.images));
        m.put(DISCRIMINATOR_STEPS, Long.toString(state.discriminatorSteps));
        m.put("ticks", Long.toString(state.ticks));
        m.put(LAST_LOD, Double.toString(state.lastLod));
        m.put("data_position", Long.toString(state.dataPosition));
        state.random.positions().forEach((name, p) -> m.put(STREAM + name, Long.toString(p)));
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
        try {
            TrainingConfig config = TrainingConfig.fromJson(open.metadata().get(CONFIG));
            return new Networks(
                    config.generator(labelSize),
                    config.discriminator(labelSize),
                    Math.max(0, position.lastLod));
        } catch (IllegalArgumentException e) {
            throw position.notACheckpoint("its configuration is unusable: " + e.getMessage(), e);
        }
    }

    /**
     * Brings a state to the newest checkpoint of a folder that can be read.
     *
     * @return the file it came from
     * @throws RunDirectoryException if there is none
     * @throws IllegalArgumentException if its networks are not those of the state
     */
    static Path readNewest(RunDirectory directory, TrainingState state, Tuning tuning) {
        List<Path> files = directory.checkpoints();
        TensorFileException newestProblem = null;
        for (Path file : files) {
            try {
                read(file, state, tuning);
                return file;
            } catch (TensorFileException e) {
                newestProblem = newestProblem == null ? e : newestProblem;
                LOG.warn("This checkpoint is left out, an older one is tried: {}", e.getMessage());
            }
        }
        if (newestProblem != null) {
            throw newestProblem;
        }
        throw new RunDirectoryException(
                "There is no checkpoint to resume from in "
                        + directory.path()
                        + "; allowed is the folder of a run, with files such as"
                        + " checkpoint-000010.safetensors");
    }

    static void read(Path file, TrainingState state, Tuning tuning) {
        try (SafetensorsFile open = Safetensors.open(file)) {
            Position position = new Position(file, open.metadata());
            Map<String, Tensor> targets = state.tensors();
            check(open, targets);
            for (Map.Entry<String, Tensor> e : targets.entrySet()) {
                HostTensor value = open.read(e.getKey());
                StateDict.load(
                        Map.of(e.getKey(), e.getValue()),
                        Map.of(e.getKey(), value),
                        file.toString());
            }
            position.restore(state);
            new ConvProvenance(tuning).warnOfDifferences(file, open.metadata());
        } catch (IOException e) {
            throw new RunDirectoryException(
                    "The checkpoint " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Before anything of the state is changed. */
    private static void check(SafetensorsFile open, Map<String, Tensor> targets) {
        Map<String, Shape> expected = new LinkedHashMap<>();
        targets.forEach((name, t) -> expected.put(name, t.shape()));
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
        private final double lastLod;
        private final long dataPosition;
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
            // Written since penalties can be left out of steps; before that nothing depended on it.
            discriminatorSteps =
                    metadata.containsKey(DISCRIMINATOR_STEPS)
                            ? number(DISCRIMINATOR_STEPS, Long::valueOf)
                            : 0;
            lastLod = number(LAST_LOD, Double::valueOf);
            dataPosition = number("data_position", Long::valueOf);
            for (String key : metadata.keySet()) {
                if (key.startsWith(STREAM)) {
                    random.put(key.substring(STREAM.length()), number(key, Long::valueOf));
                }
            }
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
            state.discriminatorSteps = discriminatorSteps;
            state.lastLod = lastLod;
            state.dataPosition = dataPosition;
            state.random.restore(random);
        }
    }
}
