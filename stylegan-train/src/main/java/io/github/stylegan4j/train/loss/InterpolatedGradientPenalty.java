package io.github.stylegan4j.train.loss;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.tensor.Recording;
import io.github.stylegan4j.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * The penalty of WGAN-GP: {@code (lambda / target^2) * (|grad D(x)| - target)^2} at a random point
 * x on the line between each real image and a generated one.
 *
 * <p>There is no epsilon under the root: an image whose gradient is exactly zero makes the gradient
 * of this penalty infinite, and an optimizer skips such a step.
 *
 * <p>Source: Gulrajani et al., "Improved Training of Wasserstein GANs" (arXiv 1704.00028), equation
 * 3, with the target of Karras et al., "Progressive Growing of GANs" (arXiv 1710.10196), appendix
 * A.1.
 *
 * @param lambda weight
 * @param target norm that costs nothing, above 0
 */
record InterpolatedGradientPenalty(double lambda, double target) implements Penalty {
    private static final String SCORES = "scores_mixed";
    private static final String NORMS = "mixed_norms";

    @Override
    public String name() {
        return "gradient penalty";
    }

    @Override
    public double weight() {
        return lambda;
    }

    @Override
    public boolean isOnGradients() {
        return true;
    }

    @Override
    public boolean needsSlopes() {
        return true;
    }

    @Override
    public List<String> statisticNames() {
        return List.of(SCORES, NORMS);
    }

    @Override
    public Tensor perImage(ScoredMinibatch minibatch, Map<String, Tensor> statistics) {
        Tensor mixed = Recording.off(() -> mix(minibatch)).track();
        Tensor scores = minibatch.score(mixed);
        Tensor norms = minibatch.squaredGradientNorms(scores, mixed).sqrt();
        statistics.put(SCORES, scores);
        statistics.put(NORMS, norms);
        return norms.sub(target).square().mul(lambda / (target * target));
    }

    private static Tensor mix(ScoredMinibatch minibatch) {
        Tensor reals = minibatch.reals();
        Tensor part =
                minibatch
                        .context()
                        .rng()
                        .uniform(reals.backend(), reals.dtype(), Shape.of(reals.dim(0), 1, 1, 1));
        return reals.add(minibatch.fakes().sub(reals).mul(part));
    }
}
