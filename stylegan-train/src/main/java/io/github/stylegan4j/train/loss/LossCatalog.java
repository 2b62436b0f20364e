package io.github.stylegan4j.train.loss;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The losses a run can name. */
public final class LossCatalog {
    private static final Map<String, Function<LossOptions, GanLoss>> LOSSES = losses();

    private LossCatalog() {}

    private static Map<String, Function<LossOptions, GanLoss>> losses() {
        Map<String, Function<LossOptions, GanLoss>> all = new LinkedHashMap<>();
        all.put("logistic", o -> new PenalizedLoss(new LogisticLoss(false), squaredNorms(o)));
        all.put(
                "logistic-saturating",
                o -> new PenalizedLoss(new LogisticLoss(true), squaredNorms(o)));
        all.put("wgan", o -> new PenalizedLoss(new WassersteinLoss(), active(drift(o))));
        all.put(
                "wgan-gp",
                o -> new PenalizedLoss(new WassersteinLoss(), active(drift(o), toTarget(o))));
        all.put("hinge", o -> new PenalizedLoss(new HingeLoss(), List.of()));
        all.put("hinge-gp", o -> new PenalizedLoss(new HingeLoss(), active(toTarget(o))));
        return Collections.unmodifiableMap(all);
    }

    /** The names, in the order people should be shown them. */
    public static Set<String> names() {
        return LOSSES.keySet();
    }

    /**
     * Makes a loss.
     *
     * <ul>
     *   <li>{@code logistic}: non-saturating logistic loss with R1 and R2 (StyleGAN v1's own)
     *   <li>{@code logistic-saturating}: the same with the minimax loss for the generator
     *   <li>{@code wgan}: Wasserstein loss with drift term
     *   <li>{@code wgan-gp}: the same with gradient penalty
     *   <li>{@code hinge}: hinge loss
     *   <li>{@code hinge-gp}: the same with gradient penalty
     * </ul>
     *
     * @param name one of {@link #names()}
     * @param options weights; a penalty of weight 0 is not computed
     * @throws IllegalArgumentException if there is no such loss; the message lists the names
     */
    public static GanLoss create(String name, LossOptions options) {
        Function<LossOptions, GanLoss> loss = LOSSES.get(name);
        if (loss == null) {
            throw new IllegalArgumentException(
                    "loss is '" + name + "'; allowed are " + String.join(", ", names()));
        }
        return loss.apply(options);
    }

    private static List<Penalty> squaredNorms(LossOptions o) {
        return active(
                new GradientNormPenalty(true, o.r1Gamma()),
                new GradientNormPenalty(false, o.r2Gamma()));
    }

    private static Penalty drift(LossOptions o) {
        return new DriftPenalty(o.driftEpsilon());
    }

    private static Penalty toTarget(LossOptions o) {
        return new InterpolatedGradientPenalty(o.gpLambda(), o.gpTarget());
    }

    private static List<Penalty> active(Penalty... penalties) {
        return Arrays.stream(penalties).filter(p -> p.weight() > 0).toList();
    }
}
