package io.github.stylegan4j.stylegan.checkpoint;

import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.io.ElementType;
import io.github.stylegan4j.io.HostTensor;
import io.github.stylegan4j.io.Safetensors;
import io.github.stylegan4j.io.SafetensorsFile;
import io.github.stylegan4j.io.SafetensorsWriter;
import io.github.stylegan4j.io.TensorFileException;
import io.github.stylegan4j.io.TensorInfo;
import io.github.stylegan4j.nn.Module;
import io.github.stylegan4j.nn.StateDict;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.stylegan.Backbone;
import io.github.stylegan4j.stylegan.Discriminator;
import io.github.stylegan4j.stylegan.DiscriminatorConfig;
import io.github.stylegan4j.stylegan.Generator;
import io.github.stylegan4j.stylegan.GeneratorConfig;
import io.github.stylegan4j.stylegan.LevelOfDetail;
import io.github.stylegan4j.stylegan.NetworkConfig;
import io.github.stylegan4j.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Networks in safetensors files: parameters and other state under their full names, and beside them
 * as metadata everything that is needed to build the network again.
 *
 * <p>Metadata: {@code format} is {@value #FORMAT}, {@code format_version} {@value #VERSION}, {@code
 * kind} generator or discriminator, {@code config} a JSON object with the components of {@link
 * GeneratorConfig} or {@link DiscriminatorConfig}, {@code kimg} and {@code lod} as in {@link
 * Progress}, {@code library} the writing program; {@code resolution} and {@code channels} are
 * repeated for readers that do not look into the configuration. Nothing in a file is executed.
 *
 * <p>Files are replaced atomically, see {@link io.github.stylegan4j.io.AtomicFiles}.
 */
public final class NetworkFile {
    /** Value of the metadata {@code format}. */
    public static final String FORMAT = "stylegan4j-network";

    /** Version of the format that is written, and the only one read. */
    public static final String VERSION = "1";

    private static final String GENERATOR = "generator";
    private static final String DISCRIMINATOR = "discriminator";
    private static final String WRITE_AGAIN =
            "Give a file that StyleGAN4J saved a network to, or save it again.";

    private NetworkFile() {}

    /**
     * Saves a generator.
     *
     * @throws IOException when the file cannot be written; an existing one is then unchanged
     */
    public static void save(Path file, Generator network, Progress progress) throws IOException {
        save(file, network, network.config(), GENERATOR, progress);
    }

    /**
     * Saves a discriminator.
     *
     * @throws IOException when the file cannot be written; an existing one is then unchanged
     */
    public static void save(Path file, Discriminator network, Progress progress)
            throws IOException {
        save(file, network, network.config(), DISCRIMINATOR, progress);
    }

    private static <C extends Record & NetworkConfig> void save(
            Path file, Module network, C config, String kind, Progress progress)
            throws IOException {
        SafetensorsWriter writer =
                Safetensors.writer()
                        .metadata("format", FORMAT)
                        .metadata("format_version", VERSION)
                        .metadata("kind", kind)
                        .metadata("config", RecordJson.write(config))
                        .metadata("resolution", "" + config.backbone().resolution())
                        .metadata("channels", "" + config.backbone().channels())
                        .metadata("kimg", "" + progress.kimg())
                        .metadata("lod", "" + progress.lod())
                        .metadata("library", library());
        network.state().forEach((name, t) -> add(writer, name, t));
        writer.write(file);
    }

    /** One tensor at a time leaves its device, while the file is written. */
    private static void add(SafetensorsWriter writer, String name, Tensor t) {
        ElementType type = t.dtype() == DType.FLOAT64 ? ElementType.F64 : ElementType.F32;
        writer.add(name, type, t.shape().dims(), () -> StateDict.download(t));
    }

    private static String library() {
        String version = NetworkFile.class.getPackage().getImplementationVersion();
        return "StyleGAN4J " + (version == null ? "(development)" : version);
    }

    /**
     * Reads what a file says about its network, without the tensors.
     *
     * @throws TensorFileException when it is no network file
     * @throws IOException when it cannot be read
     */
    public static NetworkDescription describe(Path file) throws IOException {
        try (SafetensorsFile open = Safetensors.open(file)) {
            return describe(open);
        }
    }

    /**
     * Loads a generator; the caller closes it.
     *
     * @throws TensorFileException when the file holds no generator or does not fit its own
     *     configuration
     * @throws IOException when it cannot be read
     */
    public static Generator loadGenerator(Path file, Backend backend) throws IOException {
        try (SafetensorsFile open = Safetensors.open(file)) {
            if (describe(open).config() instanceof GeneratorConfig config) {
                checkTensors(open, config);
                return fill(open, Generator.blank(config, backend));
            }
            throw wrongKind(file, DISCRIMINATOR, GENERATOR);
        }
    }

    /**
     * Loads a discriminator; the caller closes it.
     *
     * @throws TensorFileException when the file holds no discriminator or does not fit its own
     *     configuration
     * @throws IOException when it cannot be read
     */
    public static Discriminator loadDiscriminator(Path file, Backend backend) throws IOException {
        try (SafetensorsFile open = Safetensors.open(file)) {
            if (describe(open).config() instanceof DiscriminatorConfig config) {
                checkTensors(open, config);
                return fill(open, Discriminator.blank(config, backend));
            }
            throw wrongKind(file, GENERATOR, DISCRIMINATOR);
        }
    }

    /** Before any memory is taken, so that a wrong file cannot ask for much of it. */
    private static void checkTensors(SafetensorsFile open, NetworkConfig config) {
        Map<String, TensorInfo> found = open.tensors();
        Map<String, Shape> expected = config.state();
        List<String> problems = new ArrayList<>();
        expected.forEach(
                (name, shape) -> {
                    TensorInfo info = found.get(name);
                    if (info == null) {
                        problems.add("missing " + name + " " + shape);
                    } else if (!Arrays.equals(info.shape(), shape.dims())
                            || !info.type().isFloating()) {
                        problems.add(info + ", expected floating-point " + shape);
                    }
                });
        found.keySet().stream()
                .filter(name -> !expected.containsKey(name))
                .forEach(name -> problems.add("unexpected " + name));
        if (!problems.isEmpty()) {
            throw new TensorFileException(
                    open.path(),
                    problems.size()
                            + " tensors do not fit the configuration in the file: "
                            + String.join("; ", problems.subList(0, Math.min(5, problems.size())))
                            + (problems.size() > 5 ? "; ..." : ""),
                    "exactly the tensors of the network it describes",
                    WRITE_AGAIN);
        }
    }

    private static <M extends Module> M fill(SafetensorsFile open, M network) throws IOException {
        try {
            for (Map.Entry<String, Tensor> e : network.state().entrySet()) {
                String name = e.getKey();
                HostTensor value = open.read(name);
                StateDict.load(
                        Map.of(name, e.getValue()), Map.of(name, value), open.path().toString());
            }
            return network;
        } catch (IOException | RuntimeException | Error e) {
            network.close();
            throw e;
        }
    }

    private static TensorFileException wrongKind(Path file, String found, String wanted) {
        return new TensorFileException(
                file, "this is a " + found, "a " + wanted, "Give the file of a " + wanted + ".");
    }

    private static NetworkDescription describe(SafetensorsFile open) {
        Path file = open.path();
        String format = open.metadata().get("format");
        if (!FORMAT.equals(format)) {
            throw new TensorFileException(
                    file,
                    "this is a safetensors file, but not of a network: its metadata has "
                            + (format == null ? "no format" : "the format " + format),
                    "the format " + FORMAT,
                    WRITE_AGAIN);
        }
        String version = metadata(open, "format_version");
        if (!version.equals(VERSION)) {
            throw new TensorFileException(
                    file,
                    "the format has version " + version,
                    "version " + VERSION,
                    "Read it with the release that wrote it: " + metadata(open, "library") + ".");
        }
        String kind = metadata(open, "kind");
        String json = metadata(open, "config");
        NetworkConfig config =
                switch (kind) {
                    case GENERATOR -> RecordJson.read(file, json, GeneratorConfig.class);
                    case DISCRIMINATOR -> RecordJson.read(file, json, DiscriminatorConfig.class);
                    default ->
                            throw new TensorFileException(
                                    file,
                                    "the kind of network is " + kind,
                                    GENERATOR + " and " + DISCRIMINATOR,
                                    WRITE_AGAIN);
                };
        Progress progress = progress(open, config.backbone());
        return new NetworkDescription(config, progress, metadata(open, "library"));
    }

    private static Progress progress(SafetensorsFile open, Backbone backbone) {
        String kimg = metadata(open, "kimg");
        String lod = metadata(open, "lod");
        try {
            double level = Double.parseDouble(lod);
            LevelOfDetail.at(backbone, level);
            return new Progress(Double.parseDouble(kimg), level);
        } catch (IllegalArgumentException e) {
            throw new TensorFileException(
                    open.path(),
                    "the metadata kimg is " + kimg + " and lod is " + lod,
                    "numbers from 0 on, lod at most " + LevelOfDetail.max(backbone),
                    WRITE_AGAIN,
                    e);
        }
    }

    private static String metadata(SafetensorsFile open, String key) {
        String value = open.metadata().get(key);
        if (value == null) {
            throw new TensorFileException(
                    open.path(), "the metadata has no " + key, "files with it", WRITE_AGAIN);
        }
        return value;
    }
}
