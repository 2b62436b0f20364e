package io.github.stylegan4j.train;

import io.github.stylegan4j.io.HostTensor;
import io.github.stylegan4j.io.Safetensors;
import io.github.stylegan4j.io.SafetensorsFile;
import io.github.stylegan4j.io.TensorFileException;
import io.github.stylegan4j.nn.StateDict;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.stylegan.DiscriminatorConfig;
import io.github.stylegan4j.stylegan.Generator;
import io.github.stylegan4j.stylegan.GeneratorConfig;
import io.github.stylegan4j.stylegan.NetworkSummary;
import io.github.stylegan4j.stylegan.checkpoint.NetworkDescription;
import io.github.stylegan4j.stylegan.checkpoint.NetworkFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A generator to make pictures with, from a checkpoint of a training run (its running average) or
 * from a network file.
 */
public final class SavedGenerator implements AutoCloseable {
    private static final String AVERAGE = TrainingState.AVERAGE;

    private final Generator generator;
    private final double lod;

    private SavedGenerator(Generator generator, double lod) {
        this.generator = generator;
        this.lod = lod;
    }

    /**
     * Loads the generator of a file; the caller closes it.
     *
     * @throws TensorFileException if the file is neither kind, or damaged
     * @throws IOException if it cannot be read
     */
    public static SavedGenerator load(Path file, Backend backend) throws IOException {
        try (SafetensorsFile open = Safetensors.open(file)) {
            if (CheckpointFile.isCheckpoint(open)) {
                return fromCheckpoint(open, backend);
            }
        }
        NetworkDescription description = NetworkFile.describe(file);
        return new SavedGenerator(
                NetworkFile.loadGenerator(file, backend), description.progress().lod());
    }

    private static SavedGenerator fromCheckpoint(SafetensorsFile open, Backend backend)
            throws IOException {
        CheckpointFile.Networks networks = CheckpointFile.networks(open);
        CheckpointFile.checkNetwork(open, AVERAGE, networks.generator());
        Map<String, HostTensor> values = new LinkedHashMap<>();
        for (String name : open.tensors().keySet()) {
            if (name.startsWith(AVERAGE)) {
                values.put(name.substring(AVERAGE.length()), open.read(name));
            }
        }
        Generator generator = Generator.blank(networks.generator(), backend);
        try {
            StateDict.load(generator.state(), values, open.path().toString());
            return new SavedGenerator(generator, networks.lod());
        } catch (RuntimeException | Error e) {
            generator.close();
            throw e;
        }
    }

    /**
     * The layer tables of the networks in a file: both of a checkpoint, the one of a network file.
     *
     * @throws TensorFileException if the file is neither kind, or damaged
     * @throws IOException if it cannot be read
     */
    public static List<NetworkSummary> summaries(Path file) throws IOException {
        try (SafetensorsFile open = Safetensors.open(file)) {
            if (CheckpointFile.isCheckpoint(open)) {
                CheckpointFile.Networks networks = CheckpointFile.networks(open);
                return List.of(
                        NetworkSummary.of(networks.generator()),
                        NetworkSummary.of(networks.discriminator()));
            }
        }
        return NetworkFile.describe(file).config() instanceof GeneratorConfig g
                ? List.of(NetworkSummary.of(g))
                : List.of(
                        NetworkSummary.of(
                                (DiscriminatorConfig) NetworkFile.describe(file).config()));
    }

    /** The generator. */
    public Generator generator() {
        return generator;
    }

    /**
     * Level of detail it was trained to, see {@link io.github.stylegan4j.stylegan.LevelOfDetail}.
     */
    public double lod() {
        return lod;
    }

    /** Components of a latent z. */
    public int latentSize() {
        return generator.config().latentSize();
    }

    /** Components of a label, 0 if it takes none. */
    public int labelSize() {
        return generator.config().backbone().labelSize();
    }

    /** Colours of an image. */
    public int channels() {
        return generator.config().backbone().channels();
    }

    /** Lines of an image. */
    public int height() {
        return generator.config().backbone().height();
    }

    /** Columns of an image. */
    public int width() {
        return generator.config().backbone().width();
    }

    @Override
    public void close() {
        generator.close();
    }
}
