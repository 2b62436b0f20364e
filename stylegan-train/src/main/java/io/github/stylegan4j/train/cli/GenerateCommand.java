package io.github.stylegan4j.train.cli;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.io.HostTensor;
import io.github.stylegan4j.io.Npy;
import io.github.stylegan4j.profile.Phase;
import io.github.stylegan4j.profile.Profiler;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.stylegan.Truncation;
import io.github.stylegan4j.stylegan.layer.Noise;
import io.github.stylegan4j.tensor.Philox;
import io.github.stylegan4j.tensor.Rng;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import io.github.stylegan4j.train.SavedGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Makes images with a trained generator. */
@Command(
        name = "generate",
        description =
                "Make images with a trained generator, from seeds or from given "
                        + "latents. Prints the files it wrote, one a line.",
        sortOptions = false)
final class GenerateCommand implements Callable<Integer> {
    /** Stream of the latents, so that a seed's image does not depend on its neighbours. */
    private static final long LATENTS = 1;

    private static final long NOISE = 2;

    @Spec private CommandSpec spec;
    @Mixin private CommonOptions common;
    @Mixin private Output output;

    @Option(
            names = "--network",
            paramLabel = "FILE",
            required = true,
            description = "A checkpoint of a training run, or a network file (.safetensors).")
    private Path network;

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Inputs inputs;

    @Option(
            names = "--psi",
            paramLabel = "PSI",
            defaultValue = "0.7",
            description =
                    "Truncation: 1 for full variety, 0 for the average image. Default:"
                            + " ${DEFAULT-VALUE}.")
    private double psi;

    @Option(
            names = "--cutoff",
            paramLabel = "LAYERS",
            defaultValue = "8",
            description =
                    "Number of layers, from the coarsest, that truncation affects. Default:"
                            + " ${DEFAULT-VALUE}.")
    private int cutoff;

    @Option(
            names = "--noise",
            defaultValue = "const",
            description =
                    "Where the layers' noise comes from: ${COMPLETION-CANDIDATES} (stored with the"
                            + " network, fresh from the seed, or none). Default: ${DEFAULT-VALUE}.")
    private NoiseMode noise;

    @Option(
            names = "--format",
            defaultValue = "png",
            description =
                    "${COMPLETION-CANDIDATES}; npy holds float32 [C, H, W], nominally from -1 to 1."
                            + " Default: ${DEFAULT-VALUE}.")
    private ImageFiles.Format format;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "images",
            description = "Folder for the images, made when missing. Default: ${DEFAULT-VALUE}.")
    private Path out;

    @Option(
            names = "--grid",
            description = "Also write all images side by side to grid.png, 256 of them at most.")
    private boolean grid;

    @Mixin private LabelInput label;

    @Option(
            names = "--minibatch",
            paramLabel = "N",
            defaultValue = "4",
            description = "Images computed at once. Default: ${DEFAULT-VALUE}.")
    private int minibatch;

    @Mixin private DeviceOptions device;
    @Mixin private ProfileOptions profile;

    /** What the images come from: one of the two is given. */
    private static final class Inputs {
        @Option(
                names = "--seeds",
                paramLabel = "LIST",
                converter = SeedRanges.Converter.class,
                description = "Seeds and ranges of seeds, such as 0-15,20; an image for each.")
        private SeedRanges seeds;

        @Option(
                names = "--latents",
                paramLabel = "FILE",
                description = "Latents z of shape [N, latent size] in a .npy file.")
        private Path latents;
    }

    /** Sources of noise. */
    enum NoiseMode {
        CONST,
        RANDOM,
        NONE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }

        Noise open(long seed) {
            return switch (this) {
                case CONST -> Noise.constant();
                case RANDOM -> Noise.random(new Rng(seed, NOISE));
                case NONE -> Noise.none();
            };
        }
    }

    @Override
    public Integer call() throws IOException {
        if (minibatch < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--minibatch is " + minibatch + "; allowed is 1 or more");
        }
        if (cutoff < 0) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--cutoff is " + cutoff + "; allowed is 0 (no truncation) or more");
        }
        Truncation truncation = new Truncation(psi, cutoff);
        Profiler profiler = profile.open(Profiler.off());
        try (Backend backend = device.open(profiler);
                SavedGenerator saved = load(backend)) {
            List<Row> rows = rows(saved);
            LabelInput.Rows labels = label.rows(saved.labelSize(), rows.size());
            ImageFiles files =
                    new ImageFiles(out, format, saved.channels(), saved.height(), saved.width());
            if (grid) {
                files.drawGrid(rows.size());
            }
            for (int from = 0; from < rows.size(); from += step()) {
                List<Row> part = rows.subList(from, Math.min(rows.size(), from + step()));
                int first = from;
                float[] images =
                        profiler.in(
                                "generator",
                                () -> images(saved, backend, part, labels, first, truncation));
                try (Phase writing = profiler.phase("files")) {
                    write(files, part, images);
                }
            }
            if (grid) {
                output.line("%s", files.writeGrid());
            }
            backend.synchronize();
            profile.report(profiler);
        }
        return 0;
    }

    private SavedGenerator load(Backend backend) throws IOException {
        try (Phase loading = backend.profiler().phase("load")) {
            return SavedGenerator.load(network, backend);
        }
    }

    /** One image: its name, and its latent when it is needed. */
    private record Row(String name, long seed, Supplier<float[]> latent) {}

    /** Fresh noise follows from the image's own seed, so those are computed one by one. */
    private int step() {
        return noise == NoiseMode.RANDOM ? 1 : minibatch;
    }

    private List<Row> rows(SavedGenerator saved) throws IOException {
        int size = saved.latentSize();
        List<Row> rows = new ArrayList<>();
        if (inputs.seeds != null) {
            for (long seed : inputs.seeds.seeds()) {
                String name = String.format(Locale.ROOT, "seed%04d", seed);
                rows.add(new Row(name, seed, () -> latentOf(seed, size)));
            }
            return rows;
        }
        HostTensor file = Npy.read(inputs.latents);
        int[] shape = file.shape();
        if (shape.length != 2 || shape[0] == 0 || shape[1] != size) {
            throw new IllegalArgumentException(
                    inputs.latents
                            + " has shape "
                            + Shape.of(shape)
                            + "; this network takes one or more latents, of shape [N, "
                            + size
                            + "]");
        }
        float[] values = file.toFloats();
        for (int i = 0; i < shape[0]; i++) {
            int from = i * size;
            rows.add(
                    new Row(
                            String.format(Locale.ROOT, "latent%04d", i),
                            i,
                            () -> Arrays.copyOfRange(values, from, from + size)));
        }
        return rows;
    }

    private static float[] latentOf(long seed, int size) {
        double[] z = new double[size];
        Philox.normal(seed, LATENTS, 0, z, 0, size);
        float[] latent = new float[size];
        for (int i = 0; i < size; i++) {
            latent[i] = (float) z[i];
        }
        return latent;
    }

    private float[] images(
            SavedGenerator saved,
            Backend backend,
            List<Row> rows,
            LabelInput.Rows label,
            int first,
            Truncation truncation) {
        try (Scope scope = Scope.open("generate")) {
            int size = saved.latentSize();
            float[] z = new float[rows.size() * size];
            for (int i = 0; i < rows.size(); i++) {
                System.arraycopy(rows.get(i).latent.get(), 0, z, i * size, size);
            }
            Tensor latents = Tensors.of(backend, Shape.of(rows.size(), size), z);
            Tensor labels = label.of(backend, first, rows.size());
            return saved.generator()
                    .generate(
                            latents, labels, truncation, saved.lod(), noise.open(rows.get(0).seed))
                    .toFloats();
        }
    }

    private void write(ImageFiles files, List<Row> rows, float[] images) throws IOException {
        int size = images.length / rows.size();
        for (int i = 0; i < rows.size(); i++) {
            float[] image = Arrays.copyOfRange(images, i * size, (i + 1) * size);
            output.line("%s", files.write(rows.get(i).name, image));
        }
    }
}
