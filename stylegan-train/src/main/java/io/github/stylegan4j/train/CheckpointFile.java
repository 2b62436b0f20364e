package io.github.stylegan4j.train;

import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.io.ElementType;
import io.github.stylegan4j.io.HostTensor;
import io.github.stylegan4j.io.Safetensors;
import io.github.stylegan4j.io.SafetensorsFile;
import io.github.stylegan4j.io.SafetensorsWriter;
import io.github.stylegan4j.io.TensorFileException;
import io.github.stylegan4j.nn.StateDict;
import io.github.stylegan4j.stylegan.DiscriminatorConfig;
import io.github.stylegan4j.stylegan.GeneratorConfig;
import java.io.IOException;
import java.nio.file.Path;
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
    private static final String STREAM = "train.random.";
    private static final String CONFIG = "train.config";
    private static final String LABEL_SIZE = "train.label_size";
    private static final String LAST_LOD = "train.last_lod";

    private CheckpointFile() {}

    static void write(Path file, TrainingState state, TrainingConfig config) {
        SafetensorsWriter writer = Safetensors.writer();
        metadata(state, config).forEach(writer::metadata);
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
        m.put(CONFIG, config.withoutPlaces().toJson());
        int labelSize = state.generator.config().backbone().labelSize();
        m.put(LABEL_SIZE, Integer.toString(labelSize));
        m.put("train.images", Long.toString(state.images));
        m.put("train.ticks", Long.toString(state.ticks));
        m.put(LAST_LOD, Double.toString(state.lastLod));
        m.put("train.data_position", Long.toString(state.dataPosition));
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
        return open.metadata().containsKey(CONFIG);
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
    static Path readNewest(RunDirectory directory, TrainingState state) {
        List<Path> files = directory.checkpoints();
        TensorFileException newestProblem = null;
        for (Path file : files) {
            try {
                read(file, state);
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
                        + " network-snapshot-000010.safetensors");
    }

    static void read(Path file, TrainingState state) {
        try (SafetensorsFile open = Safetensors.open(file)) {
            Position position = new Position(file, open.metadata());
            Map<String, HostTensor> values = new LinkedHashMap<>();
            for (String name : open.tensors().keySet()) {
                values.put(name, open.read(name));
            }
            StateDict.load(state.tensors(), values, file.toString());
            position.restore(state);
        } catch (IOException e) {
            throw new RunDirectoryException(
                    "The checkpoint " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** The numbers among the metadata, read before anything of the state is changed. */
    private static final class Position {
        private final Path file;
        private final Map<String, String> metadata;
        private final long images;
        private final long ticks;
        private final double lastLod;
        private final long dataPosition;
        private final Map<String, Long> random = new LinkedHashMap<>();

        Position(Path file, Map<String, String> metadata) {
            this.file = file;
            this.metadata = metadata;
            images = number("train.images", Long::valueOf);
            ticks = number("train.ticks", Long::valueOf);
            lastLod = number(LAST_LOD, Double::valueOf);
            dataPosition = number("train.data_position", Long::valueOf);
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
                    "checkpoints written by training",
                    "Resume from a file that a training run wrote.",
                    cause);
        }

        void restore(TrainingState state) {
            state.images = images;
            state.ticks = ticks;
            state.lastLod = lastLod;
            state.dataPosition = dataPosition;
            state.random.restore(random);
        }
    }
}
