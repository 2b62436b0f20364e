package io.github.stylegan4j.train.config;

import io.github.stylegan4j.train.loss.GanLoss;
import io.github.stylegan4j.train.loss.LossCatalog;
import io.github.stylegan4j.train.loss.LossOptions;

/** Settings of the loss. */
public record LossSettings(
        @Setting(
                        text = "logistic, logistic-saturating, wgan, wgan-gp, hinge or hinge-gp.",
                        initial = "logistic")
                String loss,
        @Setting(
                        text =
                                "Weight of R1, the squared score gradient at real images (logistic losses).",
                        initial = "10")
                double r1Gamma,
        @Setting(text = "Weight of R2, the same at generated images.", initial = "0")
                double r2Gamma,
        @Setting(text = "Weight of the gradient penalty of wgan-gp and hinge-gp.", initial = "10")
                double gpLambda,
        @Setting(text = "Gradient norm that this penalty pulls towards.", initial = "1")
                double gpTarget,
        @Setting(
                        text = "Weight of the squared score of real images in wgan and wgan-gp.",
                        initial = "0.001")
                double driftEpsilon) {

    /**
     * Checks every field.
     *
     * @throws IllegalArgumentException naming the field, the value found and what is allowed
     */
    public LossSettings {
        LossCatalog.create(
                loss, new LossOptions(r1Gamma, r2Gamma, gpLambda, gpTarget, driftEpsilon));
    }

    /** The loss. */
    public GanLoss function() {
        return LossCatalog.create(
                loss, new LossOptions(r1Gamma, r2Gamma, gpLambda, gpTarget, driftEpsilon));
    }
}
