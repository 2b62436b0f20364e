package io.github.stylegan4j.train.loss;

import io.github.stylegan4j.profile.Profiler;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An adversarial loss plus any number of penalties on the discriminator, averaged over the
 * minibatch.
 *
 * @param adversarial the function of scores
 * @param penalties what is added to the discriminator's loss
 */
record PenalizedLoss(AdversarialLoss adversarial, List<Penalty> penalties) implements GanLoss {
    PenalizedLoss {
        penalties = List.copyOf(penalties);
    }

    @Override
    public LossValue discriminatorLoss(
            DiscriminatorFunction discriminator, Tensor reals, Tensor fakes, LossContext context) {
        if (!reals.shape().equals(fakes.shape())) {
            throw new IllegalArgumentException(
                    "Real images of shape "
                            + reals.shape()
                            + " and generated ones of shape "
                            + fakes.shape()
                            + " do not pair up; allowed are equal shapes");
        }
        return Scope.run("d-loss", () -> discriminator(discriminator, reals, fakes, context));
    }

    private LossValue discriminator(
            DiscriminatorFunction d, Tensor reals, Tensor fakes, LossContext context) {
        // Images without history, so that no gradient walks on into whatever made them.
        Tensor x = reals.detach();
        Tensor y = fakes.detach();
        if (penalties.stream().anyMatch(Penalty::differentiatesReals)) {
            x.track();
        }
        if (penalties.stream().anyMatch(Penalty::differentiatesFakes)) {
            y.track();
        }
        ScoredMinibatch minibatch =
                new ScoredMinibatch(
                        x, y, ScoredMinibatch.score(d, x), ScoredMinibatch.score(d, y), d, context);
        Map<String, Tensor> statistics = new LinkedHashMap<>();
        statistics.put("scores_real", minibatch.realScores());
        statistics.put("scores_fake", minibatch.fakeScores());
        Tensor perImage = adversarial.discriminator(minibatch.realScores(), minibatch.fakeScores());
        Profiler profiler = reals.backend().profiler();
        for (Penalty penalty : penalties) {
            perImage =
                    perImage.add(
                            profiler.in(
                                    penalty.name(), () -> penalty.perImage(minibatch, statistics)));
        }
        statistics.put("loss_d", perImage);
        return value(perImage, statistics);
    }

    @Override
    public LossValue generatorLoss(DiscriminatorFunction discriminator, Tensor fakes) {
        return Scope.run(
                "g-loss",
                () -> {
                    Tensor perImage =
                            adversarial.generator(ScoredMinibatch.score(discriminator, fakes));
                    return value(perImage, Map.of("loss_g", perImage));
                });
    }

    private static LossValue value(Tensor perImage, Map<String, Tensor> statistics) {
        Map<String, Tensor> withoutHistory = new LinkedHashMap<>();
        statistics.forEach((name, t) -> withoutHistory.put(name, t.detach()));
        return new LossValue(perImage.mean(), withoutHistory);
    }
}
