package io.github.stylegan4j.train.config;

import io.github.stylegan4j.optim.AdamConfig;
import java.util.SortedMap;
import java.util.TreeMap;

/** Settings of the optimizers and of the running average of weights. */
public record OptimizerSettings(
        @Setting(
                        text = "Learning rate of both networks where the table names none.",
                        initial = "0.001")
                double learningRate,
        @Setting(
                        text = "Learning rate at a resolution.",
                        initial = "128=0.0015,256=0.002,512=0.003,1024=0.003")
                SortedMap<Integer, Double> learningRatePerResolution,
        @Setting(
                        text =
                                "Learning rate of the discriminator where its own table names none: a number,"
                                        + " or same for that of the generator at each resolution.",
                        initial = OptimizerSettings.SAME)
                String discriminatorLearningRate,
        @Setting(text = "Learning rate of the discriminator at a resolution.", initial = "")
                SortedMap<Integer, Double> discriminatorLearningRatePerResolution,
        @Setting(
                        text =
                                "Length of the linear warm-up of both learning rates, in kimg; 0 for none.",
                        initial = "0")
                double learningRateRampUpKimg,
        @Setting(text = "Adam's decay of the mean gradient.", initial = "0") double adamBeta1,
        @Setting(text = "Adam's decay of the mean squared gradient.", initial = "0.99")
                double adamBeta2,
        @Setting(text = "What Adam adds to the root of the latter.", initial = "1e-8")
                double adamEpsilon,
        @Setting(
                        text = "Half-life of the generator's running average of weights, in kimg.",
                        initial = "10")
                double smoothingKimg) {

    /** The value of {@code discriminatorLearningRate} that means the generator's rates. */
    public static final String SAME = "same";

    /**
     * Checks every field.
     *
     * @throws IllegalArgumentException naming the field, the value found and what is allowed
     */
    public OptimizerSettings {
        ConfigChecks.atLeast("learningRate", learningRate, 0);
        learningRatePerResolution =
                ConfigChecks.table("learningRatePerResolution", learningRatePerResolution, 0);
        ConfigChecks.rateOr(SAME, "discriminatorLearningRate", discriminatorLearningRate);
        discriminatorLearningRatePerResolution =
                ConfigChecks.table(
                        "discriminatorLearningRatePerResolution",
                        discriminatorLearningRatePerResolution,
                        0);
        ConfigChecks.atLeast("learningRateRampUpKimg", learningRateRampUpKimg, 0);
        ConfigChecks.between("adamBeta1", adamBeta1, 0, Math.nextDown(1.0));
        ConfigChecks.between("adamBeta2", adamBeta2, 0, Math.nextDown(1.0));
        ConfigChecks.positive("adamEpsilon", adamEpsilon);
        ConfigChecks.atLeast("smoothingKimg", smoothingKimg, 0);
    }

    /** Learning rate of the discriminator where {@link #discriminatorRates} has none. */
    public double discriminatorRate() {
        return sameRates() ? learningRate : Double.parseDouble(discriminatorLearningRate);
    }

    /**
     * Learning rates of the discriminator by resolution: its own table, over that of the generator
     * if it has no rate of its own.
     */
    public SortedMap<Integer, Double> discriminatorRates() {
        SortedMap<Integer, Double> rates = new TreeMap<>();
        if (sameRates()) {
            rates.putAll(learningRatePerResolution);
        }
        rates.putAll(discriminatorLearningRatePerResolution);
        return rates;
    }

    private boolean sameRates() {
        return discriminatorLearningRate.equals(SAME);
    }

    /** The optimizers' constants. */
    public AdamConfig adam() {
        return new AdamConfig(adamBeta1, adamBeta2, adamEpsilon);
    }
}
