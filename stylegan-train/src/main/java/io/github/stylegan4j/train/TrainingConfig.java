package io.github.stylegan4j.train;

import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.optim.AdamConfig;
import io.github.stylegan4j.spi.BackendOptions;
import io.github.stylegan4j.stylegan.Backbone;
import io.github.stylegan4j.stylegan.DiscriminatorConfig;
import io.github.stylegan4j.stylegan.FeatureMaps;
import io.github.stylegan4j.stylegan.GeneratorConfig;
import io.github.stylegan4j.stylegan.MappingConfig;
import io.github.stylegan4j.stylegan.Structure;
import io.github.stylegan4j.stylegan.SynthesisConfig;
import io.github.stylegan4j.stylegan.Truncation;
import io.github.stylegan4j.stylegan.layer.FusedScale;
import io.github.stylegan4j.train.data.BadImagePolicy;
import io.github.stylegan4j.train.data.DataSets;
import io.github.stylegan4j.train.data.ImageOptions;
import io.github.stylegan4j.train.data.ResizeFilter;
import io.github.stylegan4j.train.image.GridSize;
import io.github.stylegan4j.train.loss.GanLoss;
import io.github.stylegan4j.train.loss.LossCatalog;
import io.github.stylegan4j.train.loss.LossOptions;
import io.github.stylegan4j.tuning.ConvMode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * Everything a training run is told; immutable and validated. One flat list, so that each field is
 * a JSON property and a command line option of the same name.
 *
 * <p>Start from a preset ({@link #emojiDemo}, {@link #official}) and change fields with the {@code
 * with...} methods; {@link #with(String, Object)} reaches all of them by name.
 *
 * <p>Sources: arXiv 1812.04948, appendix C; the defaults are those of NVlabs/stylegan.
 */
public record TrainingConfig(
        // Images
        @Setting(
                        "Images: a folder, a ZIP archive, TFRecord, IDX or CIFAR files; 'demo' is the bundled emoji faces, 'synthetic:N' are N computed images.")
                String data,
        @Setting("Kind of data: auto, tfrecord, idx, cifar10, cifar100, zip or folder.")
                String dataFormat,
        @Setting("Labels: none, all, or how many of their first components.") String labels,
        @Setting("Width and height of the images in pixels, a power of two from 4 to 1024.")
                int resolution,
        @Setting("1 for gray images, 3 for colour, 4 for colour and opacity.") int channels,
        @Setting("Whether each real image is mirrored left to right with probability 1/2.")
                boolean mirrorAugment,
        @Setting("Colour behind transparent pixels, six hexadecimal digits RRGGBB.")
                String background,
        @Setting("How images are resized: lanczos or box.") String resizeFilter,
        @Setting("What happens to files that cannot be decoded: skip or fail.") String badImages,
        @Setting("Background threads that decode images, 1 to 64.") int dataThreads,

        // The run
        @Setting("Folder of this run; empty for a new numbered folder in 'runs'.") String runDir,
        @Setting("Folder in which numbered run folders are made.") String runs,
        @Setting("What computes: auto, or a name that 'devices' lists, such as cpu or opencl:0.")
                String device,
        @Setting(
                        "How convolutions are computed: auto (the fastest by the device's table), or direct,"
                                + " winograd2 or winograd4 wherever it applies.")
                String conv,
        @Setting(
                        "Whether the values inside blocks are computed once more for gradients instead of"
                                + " kept: less memory for more time, and the same bits.")
                boolean recompute,
        @Setting(
                        "Numbers computed with: float32, or float64 to compare devices and check gradients;"
                                + " slow.")
                String precision,
        @Setting("What all random numbers of the run follow from.") long seed,
        @Setting("Length of the run in thousands of real images shown.") double totalKimg,

        // Networks
        @Setting("Components of a latent z.") int latentSize,
        @Setting("Components of w, the output of the mapping network.") int styleSize,
        @Setting("Fully connected layers of the mapping network, 0 to 8.") int mappingLayers,
        @Setting("Outputs of each layer of the mapping network but the last.") int mappingWidth,
        @Setting("Learning rate multiplier of the mapping network.")
                double mappingLearningRateMultiplier,
        @Setting("Whether latents are scaled to unit mean square first.") boolean normalizeLatents,
        @Setting("Feature maps at stage s are min(base / 2^(s * decay), max); this is base.")
                int fmapBase,
        @Setting("How fast the number of feature maps falls with the resolution.") double fmapDecay,
        @Setting("Largest number of feature maps.") int fmapMax,
        @Setting("Whether w steers every layer of the generator.") boolean styles,
        @Setting("Whether the generator starts from a learned constant.") boolean constantInput,
        @Setting("Whether the generator's layers add noise.") boolean noise,
        @Setting("Whether the generator normalises pixels over their channels.") boolean pixelNorm,
        @Setting("Whether the generator normalises channels over their pixels.")
                boolean instanceNorm,
        @Setting("Whether doubling and halving the resolution is blurred.") boolean blur,
        @Setting("Whether resizing and convolution are computed as one: auto, on or off.")
                String fusedScale,
        @Setting("Whether weights are scaled at run time instead of at the start.")
                boolean equalizedLearningRate,
        @Setting("Whether the networks can grow; otherwise they have one resolution only.")
                boolean growing,
        @Setting("Largest group of samples for the minibatch deviation; 1 for none.")
                int minibatchStdGroup,
        @Setting("Probability that a minibatch mixes the styles of two latents.")
                double styleMixing,
        @Setting("Decay of the running average of w per step.") double averageDecay,

        // Loss
        @Setting("logistic, logistic-saturating, wgan, wgan-gp, hinge or hinge-gp.") String loss,
        @Setting("Weight of R1, the squared score gradient at real images (logistic losses).")
                double r1Gamma,
        @Setting("Weight of R2, the same at generated images.") double r2Gamma,
        @Setting("Weight of the gradient penalty of wgan-gp and hinge-gp.") double gpLambda,
        @Setting("Gradient norm that this penalty pulls towards.") double gpTarget,
        @Setting("Weight of the squared score of real images in wgan and wgan-gp.")
                double driftEpsilon,

        // Schedule
        @Setting("Resolution training starts at.") int initialResolution,
        @Setting("How long a resolution is held before the next fades in, in kimg.")
                double trainingKimg,
        @Setting("How long a fade takes, in kimg.") double transitionKimg,
        @Setting("Images per step where the table names none.") int minibatch,
        @Setting("Images per step at a resolution.")
                SortedMap<Integer, Integer> minibatchPerResolution,
        @Setting("Steps of both networks per look at the schedule.") int minibatchRepeats,
        @Setting("Discriminator steps per generator step.") int discriminatorRepeats,

        // Optimizer
        @Setting("Learning rate of both networks where the table names none.") double learningRate,
        @Setting("Learning rate at a resolution.")
                SortedMap<Integer, Double> learningRatePerResolution,
        @Setting("Length of the linear warm-up of the learning rate, in kimg; 0 for none.")
                double learningRateRampUpKimg,
        @Setting("Adam's decay of the mean gradient.") double adamBeta1,
        @Setting("Adam's decay of the mean squared gradient.") double adamBeta2,
        @Setting("What Adam adds to the root of the latter.") double adamEpsilon,
        @Setting("Half-life of the generator's running average of weights, in kimg.")
                double smoothingKimg,

        // Monitoring
        @Setting(
                        "Length of a tick (progress line, image grid) where the table names none, in kimg.")
                double tickKimg,
        @Setting("Length of a tick at a resolution, in kimg.")
                SortedMap<Integer, Double> tickKimgPerResolution,
        @Setting(
                        "Ticks between two network snapshots and checkpoints; the first tick and the end have them too.")
                int snapshotTicks,
        @Setting("How many of the newest checkpoints are kept; 0 for all.") int keepCheckpoints,
        @Setting("Images per grid: 1080p, 4k or COLUMNSxROWS.") String grid) {

    /** The value of {@code data} that means the bundled images. */
    public static final String DEMO_DATA = DataSets.DEMO;

    /** More than any machine will ever show; image counts stay far from the limits of a long. */
    private static final double MAX_KIMG = 1e12;

    private static final List<ConfigField> FIELDS = ConfigField.of(TrainingConfig.class);

    /**
     * Checks every field.
     *
     * @throws IllegalArgumentException naming the field, the value found and what is allowed
     */
    public TrainingConfig {
        ConfigChecks.text("data", data);
        ConfigChecks.powerOfTwo("resolution", resolution, 4, 1024);
        ConfigChecks.oneOf("channels", channels, 1, 3, 4);
        DataChecks.format("dataFormat", dataFormat);
        DataChecks.labels("labels", labels);
        ConfigChecks.colour("background", background);
        ConfigChecks.constant("resizeFilter", resizeFilter, ResizeFilter.class);
        ConfigChecks.constant("badImages", badImages, BadImagePolicy.class);
        ConfigChecks.between("dataThreads", dataThreads, 1, 64);
        ConfigChecks.present("runDir", runDir);
        ConfigChecks.text("runs", runs);
        ConfigChecks.text("device", device);
        ConfigChecks.constant("conv", conv, ConvMode.class);
        ConfigChecks.constant("precision", precision, DType.class);
        ConfigChecks.atLeast("totalKimg", totalKimg, 0);
        ConfigChecks.between("totalKimg", totalKimg, 0, MAX_KIMG);
        ConfigChecks.networks(
                latentSize, styleSize, mappingLayers, mappingWidth, fmapBase, fmapDecay, fmapMax);
        ConfigChecks.positive("mappingLearningRateMultiplier", mappingLearningRateMultiplier);
        ConfigChecks.constant("fusedScale", fusedScale, FusedScale.class);
        ConfigChecks.atLeast("minibatchStdGroup", minibatchStdGroup, 1);
        ConfigChecks.between("styleMixing", styleMixing, 0, 1);
        ConfigChecks.between("averageDecay", averageDecay, 0, 1);
        if (!growing && initialResolution != resolution) {
            throw new IllegalArgumentException(
                    "growing is false, but initialResolution is "
                            + initialResolution
                            + "; set it to "
                            + resolution
                            + ", the resolution of the networks");
        }
        if (!styles && (constantInput || styleMixing > 0)) {
            throw new IllegalArgumentException(
                    "styles is false, but constantInput is "
                            + constantInput
                            + " and styleMixing is "
                            + styleMixing
                            + "; without styles they must be false and 0");
        }
        LossCatalog.create(
                loss, new LossOptions(r1Gamma, r2Gamma, gpLambda, gpTarget, driftEpsilon));
        ConfigChecks.powerOfTwo("initialResolution", initialResolution, 4, resolution);
        ConfigChecks.atLeast("trainingKimg", trainingKimg, 0);
        ConfigChecks.atLeast("transitionKimg", transitionKimg, 0);
        ConfigChecks.growth(trainingKimg, transitionKimg, initialResolution, resolution);
        ConfigChecks.minibatch("minibatch", minibatch, minibatchStdGroup);
        minibatchPerResolution =
                ConfigChecks.table("minibatchPerResolution", minibatchPerResolution, 1);
        for (Map.Entry<Integer, Integer> e : minibatchPerResolution.entrySet()) {
            ConfigChecks.minibatch(
                    "minibatchPerResolution[" + e.getKey() + "]", e.getValue(), minibatchStdGroup);
        }
        for (int r = initialResolution; r <= resolution; r *= 2) {
            int images = minibatchPerResolution.getOrDefault(r, minibatch);
            ConfigChecks.fits("minibatch at " + r + "x" + r, images, images, r, channels);
        }
        ConfigChecks.atLeast("minibatchRepeats", minibatchRepeats, 1);
        ConfigChecks.atLeast("discriminatorRepeats", discriminatorRepeats, 1);
        ConfigChecks.atLeast("learningRate", learningRate, 0);
        learningRatePerResolution =
                ConfigChecks.table("learningRatePerResolution", learningRatePerResolution, 0);
        ConfigChecks.atLeast("learningRateRampUpKimg", learningRateRampUpKimg, 0);
        ConfigChecks.between("adamBeta1", adamBeta1, 0, Math.nextDown(1.0));
        ConfigChecks.between("adamBeta2", adamBeta2, 0, Math.nextDown(1.0));
        ConfigChecks.positive("adamEpsilon", adamEpsilon);
        ConfigChecks.atLeast("smoothingKimg", smoothingKimg, 0);
        ConfigChecks.positive("tickKimg", tickKimg);
        tickKimgPerResolution =
                ConfigChecks.table("tickKimgPerResolution", tickKimgPerResolution, 0.001);
        ConfigChecks.atLeast("snapshotTicks", snapshotTicks, 1);
        ConfigChecks.atLeast("keepCheckpoints", keepCheckpoints, 0);
        GridSize size = GridSize.of(ConfigChecks.text("grid", grid), resolution, resolution);
        ConfigChecks.fits("grid", grid, size.count(), resolution, channels);
    }

    /** All fields, in order. */
    public static List<ConfigField> fields() {
        return FIELDS;
    }

    /**
     * Reads what {@link #toJson} wrote; a field that is missing has its value of {@link #official}.
     *
     * @throws IllegalArgumentException if the text is no JSON object, a field is unknown or a value
     *     not allowed; the message names it
     */
    public static TrainingConfig fromJson(String json) {
        return official(8).with(ConfigJson.read(json));
    }

    /** All fields as a JSON object, one a line. */
    public String toJson() {
        Map<String, Object> values = new LinkedHashMap<>();
        FIELDS.forEach(field -> values.put(field.name(), field.get(this)));
        return ConfigJson.write(values);
    }

    /**
     * This with one field changed.
     *
     * @param field name of the field
     * @param value its new value, or text as {@link ConfigField#parse} reads it
     * @throws IllegalArgumentException if there is no such field or the value is not allowed
     */
    public TrainingConfig with(String field, Object value) {
        return with(Map.of(field, value));
    }

    /**
     * This with several fields changed together, for values that are allowed only together.
     *
     * @param changes new values by name of field
     * @throws IllegalArgumentException if there is no such field or a value is not allowed
     */
    public TrainingConfig with(Map<String, ?> changes) {
        Map<String, Object> left = new LinkedHashMap<>(changes);
        Object[] values = new Object[FIELDS.size()];
        for (int i = 0; i < values.length; i++) {
            ConfigField field = FIELDS.get(i);
            values[i] =
                    left.containsKey(field.name())
                            ? field.convert(left.remove(field.name()))
                            : field.get(this);
        }
        if (!left.isEmpty()) {
            throw new IllegalArgumentException(
                    "There is no field '"
                            + left.keySet().iterator().next()
                            + "'; allowed are "
                            + FIELDS.stream()
                                    .map(ConfigField::name)
                                    .collect(Collectors.joining(", ")));
        }
        return ConfigField.construct(TrainingConfig.class, values);
    }

    /** This with other images: a path, {@link #DEMO_DATA} or {@code synthetic:N}. */
    public TrainingConfig withData(String newData) {
        return with("data", newData);
    }

    /** This with other images: those of a folder, archive or file. */
    public TrainingConfig withData(Path path) {
        return with("data", path.toString());
    }

    /** This with another length, in thousands of images. */
    public TrainingConfig withTotalKimg(double newTotalKimg) {
        return with("totalKimg", newTotalKimg);
    }

    /** This in a given folder. */
    public TrainingConfig withRunDir(Path newRunDir) {
        return with("runDir", newRunDir.toString());
    }

    /** This without the places of one machine: what two runs that do the same have in common. */
    TrainingConfig withoutPlaces() {
        return with(Map.of("runDir", "", "runs", "runs", "device", "auto"));
    }

    /** This on another device. */
    public TrainingConfig withDevice(String newDevice) {
        return with("device", newDevice);
    }

    /** This with convolutions computed in another way. */
    public TrainingConfig withConv(ConvMode newConv) {
        return with("conv", newConv.label());
    }

    /** This computed in numbers of another precision. */
    public TrainingConfig withPrecision(DType newPrecision) {
        return with("precision", newPrecision.name().toLowerCase(Locale.ROOT));
    }

    /** This from another seed. */
    public TrainingConfig withSeed(long newSeed) {
        return with("seed", newSeed);
    }

    /** This with another loss, one of {@link LossCatalog#names}. */
    public TrainingConfig withLoss(String newLoss) {
        return with("loss", newLoss);
    }

    /** This with one minibatch size at all resolutions. */
    public TrainingConfig withMinibatch(int newMinibatch) {
        return with(Map.of("minibatch", newMinibatch, "minibatchPerResolution", Map.of()));
    }

    /**
     * The bundled emoji faces at 32x32 with networks small enough to train on two cores of a laptop
     * in less than an hour.
     */
    public static TrainingConfig emojiDemo() {
        return ConfigPresets.emojiDemo();
    }

    /**
     * The run StyleGAN v1 was published with: 1024x1024 from 8x8 on, 25,000 kimg.
     *
     * @param gpus 1, 2, 4 or 8: the number of graphics cards whose minibatch sizes are used
     */
    public static TrainingConfig official(int gpus) {
        return ConfigPresets.official(gpus);
    }

    /** The progressive schedule. */
    public ScheduleConfig schedule() {
        return new ScheduleConfig(
                resolution,
                initialResolution,
                trainingKimg,
                transitionKimg,
                minibatch,
                minibatchPerResolution,
                learningRate,
                learningRatePerResolution,
                learningRate,
                learningRatePerResolution,
                learningRateRampUpKimg,
                tickKimg,
                tickKimgPerResolution);
    }

    /** How the device is opened. */
    public BackendOptions backendOptions() {
        return BackendOptions.defaults()
                .withConv(ConvMode.ofLabel(conv))
                .withDType(DType.valueOf(precision.toUpperCase(Locale.ROOT)));
    }

    /** The loss. */
    public GanLoss lossFunction() {
        return LossCatalog.create(
                loss, new LossOptions(r1Gamma, r2Gamma, gpLambda, gpTarget, driftEpsilon));
    }

    /** The optimizers' constants. */
    public AdamConfig adam() {
        return new AdamConfig(adamBeta1, adamBeta2, adamEpsilon);
    }

    /** How what is stored becomes training images. */
    public ImageOptions imageOptions() {
        return ImageOptions.of(resolution)
                .withChannels(channels)
                .withBackground(Integer.parseInt(background, 16))
                .withFilter(ResizeFilter.valueOf(resizeFilter.toUpperCase(Locale.ROOT)))
                .withBadImages(BadImagePolicy.valueOf(badImages.toUpperCase(Locale.ROOT)))
                .withMaxLabelSize(DataChecks.maxLabelSize(labels));
    }

    /**
     * The generator.
     *
     * @param labelSize components of a label, 0 for none
     */
    public GeneratorConfig generator(int labelSize) {
        return new GeneratorConfig(
                backbone(labelSize),
                latentSize,
                new MappingConfig(
                        mappingLayers,
                        mappingWidth,
                        styleSize,
                        mappingLearningRateMultiplier,
                        normalizeLatents),
                new SynthesisConfig(styles, constantInput, noise, pixelNorm, instanceNorm),
                styles ? GeneratorConfig.of(resolution, channels).truncation() : Truncation.none(),
                styleMixing,
                averageDecay);
    }

    /**
     * The discriminator.
     *
     * @param labelSize components of a label, 0 for none
     */
    public DiscriminatorConfig discriminator(int labelSize) {
        return new DiscriminatorConfig(backbone(labelSize), minibatchStdGroup);
    }

    private Backbone backbone(int labelSize) {
        return new Backbone(
                resolution,
                channels,
                labelSize,
                new FeatureMaps(fmapBase, fmapDecay, fmapMax),
                growing ? Structure.GROWING : Structure.FIXED,
                blur,
                FusedScale.valueOf(fusedScale.toUpperCase(Locale.ROOT)),
                equalizedLearningRate);
    }
}
