package io.github.stylegan4j.train;

import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.stylegan.DiscriminatorConfig;
import io.github.stylegan4j.stylegan.GeneratorConfig;
import io.github.stylegan4j.train.config.AdaptationSettings;
import io.github.stylegan4j.train.config.AugmentationSettings;
import io.github.stylegan4j.train.config.CheckpointSettings;
import io.github.stylegan4j.train.config.GrowthSettings;
import io.github.stylegan4j.train.config.ImageSettings;
import io.github.stylegan4j.train.config.LossSettings;
import io.github.stylegan4j.train.config.MonitorSettings;
import io.github.stylegan4j.train.config.NetworkSettings;
import io.github.stylegan4j.train.config.OptimizerSettings;
import io.github.stylegan4j.train.config.RunSettings;
import io.github.stylegan4j.train.config.SectionChecks;
import io.github.stylegan4j.train.config.StepSettings;
import io.github.stylegan4j.train.data.DataSets;
import io.github.stylegan4j.train.loss.LossCatalog;
import io.github.stylegan4j.tuning.ConvMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Everything a training run is told, in sections; immutable and validated. Each component of a
 * section is a field here: a JSON property and a command line option of the same name.
 *
 * <p>Start from a preset ({@link #emojiDemo}, {@link #official}) and change fields with the {@code
 * with...} methods; {@link #with(String, Object)} reaches all of them by name.
 *
 * <p>Sources: arXiv 1812.04948, appendix C; the defaults are those of NVlabs/stylegan.
 *
 * @param images the images trained on
 * @param run where the run is kept, what computes it, how long it is
 * @param networks generator and discriminator
 * @param losses the loss
 * @param growth how the networks grow, and how many images a step has
 * @param optimizer optimizers and running average
 * @param steps how a step is computed
 * @param adaptation what training begins from
 * @param augmentation how images are changed at random
 * @param monitoring what is shown
 * @param checkpoints what is kept
 */
public record TrainingConfig(
        ImageSettings images,
        RunSettings run,
        NetworkSettings networks,
        LossSettings losses,
        GrowthSettings growth,
        OptimizerSettings optimizer,
        StepSettings steps,
        AdaptationSettings adaptation,
        AugmentationSettings augmentation,
        MonitorSettings monitoring,
        CheckpointSettings checkpoints) {

    /** The value of {@code data} that means the bundled images. */
    public static final String DEMO_DATA = DataSets.DEMO;

    private static final ConfigFields FIELDS = ConfigFields.all();

    /**
     * Checks what is allowed only together; each section has checked its own.
     *
     * @throws IllegalArgumentException naming the field, the value found and what is allowed
     */
    public TrainingConfig {
        SectionChecks.growth(images, networks, growth);
        SectionChecks.minibatches(images, networks, growth);
        SectionChecks.pictures(images, monitoring);
    }

    /** All fields, in order. */
    public static List<ConfigField> fields() {
        return FIELDS.list();
    }

    /** The configuration StyleGAN v1 was published with, for eight graphics cards. */
    static TrainingConfig published() {
        return FIELDS.initial();
    }

    /**
     * Reads what {@link #toJson} wrote; a field that is missing has its value of {@link #official}.
     *
     * @throws IllegalArgumentException if the text is no JSON object, a field is unknown or a value
     *     not allowed; the message names it
     */
    public static TrainingConfig fromJson(String json) {
        return published().with(ConfigJson.read(json));
    }

    /** All fields as a JSON object, one a line. */
    public String toJson() {
        Map<String, Object> values = new LinkedHashMap<>();
        fields().forEach(field -> values.put(field.name(), field.get(this)));
        return ConfigJson.write(values);
    }

    /**
     * All fields as a configuration file that {@link ConfigFile} reads: YAML, one a line, by
     * section.
     */
    public String toYaml() {
        return ConfigYaml.write(this);
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
        return FIELDS.with(this, changes);
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
        Path name = dataIsPath() ? Path.of(images.data()).getFileName() : null;
        return with(
                Map.of(
                        "runDir",
                        "",
                        "runs",
                        "runs",
                        "device",
                        "auto",
                        "transfer",
                        "",
                        "data",
                        name == null ? images.data() : name.toString()));
    }

    /** This with files that are found from every working directory. */
    TrainingConfig withAbsolutePaths() {
        TrainingConfig absolute = dataIsPath() ? with("data", absolute(images.data())) : this;
        String network = adaptation.transfer();
        return network.isEmpty() ? absolute : absolute.with("transfer", absolute(network));
    }

    private static String absolute(String path) {
        Path file = Path.of(path);
        return Files.exists(file) ? file.toAbsolutePath().toString() : path;
    }

    private boolean dataIsPath() {
        return DataSets.isPath(images.data(), images.dataFormat());
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
        return TrainingPresets.of(TrainingPresets.DEMO).config();
    }

    /**
     * The run StyleGAN v1 was published with: 1024x1024 from 8x8 on, 25,000 kimg.
     *
     * @param gpus 1, 2, 4 or 8: the number of graphics cards whose minibatch sizes are used
     */
    public static TrainingConfig official(int gpus) {
        return published().with(SganPresets.minibatches(gpus));
    }

    /** The progressive schedule. */
    public ScheduleConfig schedule() {
        return new ScheduleConfig(
                images.resolution(),
                growth.initialResolution(),
                growth.trainingKimg(),
                growth.transitionKimg(),
                new PerResolution<>(growth.minibatch(), growth.minibatchPerResolution()),
                new PerResolution<>(
                        optimizer.learningRate(), optimizer.learningRatePerResolution()),
                new PerResolution<>(optimizer.discriminatorRate(), optimizer.discriminatorRates()),
                optimizer.learningRateRampUpKimg(),
                new PerResolution<>(monitoring.tickKimg(), monitoring.tickKimgPerResolution()));
    }

    /**
     * The generator.
     *
     * @param labelSize components of a label, 0 for none
     */
    public GeneratorConfig generator(int labelSize) {
        return networks.generator(images, labelSize);
    }

    /**
     * The discriminator.
     *
     * @param labelSize components of a label, 0 for none
     */
    public DiscriminatorConfig discriminator(int labelSize) {
        return networks.discriminator(images, labelSize);
    }
}
