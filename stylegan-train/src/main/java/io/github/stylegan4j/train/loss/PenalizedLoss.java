package io.github.stylegan4j.train.loss;

import io.github.stylegan4j.profile.Profiler;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * An adversarial loss plus any number of penalties on the discriminator, averaged over the
 * minibatch.
 *
 * @param adversarial the function of scores
 * @param penalties what is added to the discriminator's loss
 */
record PenalizedLoss(AdversarialLoss adversarial, List<Penalty> penalties) implements GanLoss {
    private static final String OF_DISCRIMINATOR = "loss_d";
    private static final String OF_GENERATOR = "loss_g";

    PenalizedLoss {
        penalties = List.copyOf(penalties);
    }

    @Override
    public LossValue discriminatorLoss(
            DiscriminatorFunction discriminator, Tensor reals, Tensor fakes, LossContext context) {
        return Scope.run(
                "d-loss",
                () -> {
                    ScoredMinibatch minibatch =
                            new ScoredMinibatch(
                                    discriminator, reals, () -> fakes, penalties, context);
                    // The order in which values add up and memory is taken is part of a run's bits.
                    Tensor real = minibatch.realScores();
                    Tensor fake = minibatch.fakeScores();
                    Map<String, Tensor> statistics = new LinkedHashMap<>();
                    statistics.put(LossValue.SCORES_REAL, real);
                    statistics.put(LossValue.SCORES_FAKE, fake);
                    Tensor perImage = adversarial.discriminator(real, fake);
                    for (Penalty penalty : penalties) {
                        perImage = perImage.add(term(penalty, minibatch, statistics));
                    }
                    statistics.put(OF_DISCRIMINATOR, perImage);
                    return value(perImage, statistics);
                });
    }

    @Override
    public LossValue generatorLoss(DiscriminatorFunction discriminator, Tensor fakes) {
        return Scope.run(
                "g-loss",
                () -> {
                    Tensor perImage =
                            adversarial.generator(ScoredMinibatch.score(discriminator, fakes));
                    return value(perImage, Map.of(OF_GENERATOR, perImage));
                });
    }

    @Override
    public boolean needsSlopes() {
        return penalties.stream().anyMatch(Penalty::needsSlopes);
    }

    @Override
    public Set<String> statisticNames() {
        Set<String> names = new LinkedHashSet<>();
        names.add(LossValue.SCORES_REAL);
        names.add(LossValue.SCORES_FAKE);
        penalties.forEach(penalty -> names.addAll(penalty.statisticNames()));
        names.add(OF_DISCRIMINATOR);
        names.add(OF_GENERATOR);
        return Collections.unmodifiableSet(names);
    }

    /** Penalties on gradients are what is computed now and then; the others cost nothing. */
    @Override
    public Optional<SplitLoss> split() {
        List<Penalty> gradients = penalties.stream().filter(Penalty::isOnGradients).toList();
        if (gradients.isEmpty()) {
            return Optional.empty();
        }
        List<Penalty> others = penalties.stream().filter(p -> !p.isOnGradients()).toList();
        return Optional.of(
                new SplitLoss(
                        new PenalizedLoss(adversarial, others),
                        (d, reals, fakes, context) ->
                                penalty(gradients, d, reals, fakes, context)));
    }

    private static LossValue penalty(
            List<Penalty> penalties,
            DiscriminatorFunction discriminator,
            Tensor reals,
            Supplier<Tensor> fakes,
            LossContext context) {
        return Scope.run(
                "d-penalty",
                () -> {
                    ScoredMinibatch minibatch =
                            new ScoredMinibatch(discriminator, reals, fakes, penalties, context);
                    Map<String, Tensor> statistics = new LinkedHashMap<>();
                    Tensor perImage = term(penalties.get(0), minibatch, statistics);
                    for (Penalty penalty : penalties.subList(1, penalties.size())) {
                        perImage = perImage.add(term(penalty, minibatch, statistics));
                    }
                    return value(perImage, statistics);
                });
    }

    private static Tensor term(
            Penalty penalty, ScoredMinibatch minibatch, Map<String, Tensor> statistics) {
        Profiler profiler = minibatch.reals().backend().profiler();
        return profiler.in(penalty.name(), () -> penalty.perImage(minibatch, statistics));
    }

    private static LossValue value(Tensor perImage, Map<String, Tensor> statistics) {
        Map<String, Tensor> withoutHistory = new LinkedHashMap<>();
        statistics.forEach((name, t) -> withoutHistory.put(name, t.detach()));
        return new LossValue(perImage.mean(), withoutHistory);
    }
}
