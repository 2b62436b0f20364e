package io.github.stylegan4j.train.loss;

import io.github.stylegan4j.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * R1 or R2: {@code (gamma / 2) * |grad D(x)|^2}, the squared norm summed over all pixels of an
 * image, at the real images (R1) or at the generated ones (R2).
 *
 * <p>Source: Mescheder et al., "Which Training Methods for GANs do actually Converge?" (arXiv
 * 1801.04406), equations 9 and 10.
 *
 * @param real whether the gradient is taken at the real images
 * @param gamma weight
 */
record GradientNormPenalty(boolean real, double gamma) implements Penalty {
    @Override
    public String name() {
        return real ? "r1" : "r2";
    }

    @Override
    public double weight() {
        return gamma;
    }

    @Override
    public boolean differentiatesReals() {
        return real;
    }

    @Override
    public boolean differentiatesFakes() {
        return !real;
    }

    @Override
    public boolean isOnGradients() {
        return true;
    }

    @Override
    public List<String> statisticNames() {
        return List.of(statistic());
    }

    private String statistic() {
        return name() + "_penalty";
    }

    @Override
    public Tensor perImage(ScoredMinibatch minibatch, Map<String, Tensor> statistics) {
        Tensor squared =
                real
                        ? minibatch.squaredGradientNorms(minibatch.realScores(), minibatch.reals())
                        : minibatch.squaredGradientNorms(minibatch.fakeScores(), minibatch.fakes());
        statistics.put(statistic(), squared);
        return squared.mul(0.5 * gamma);
    }
}
