package io.github.stylegan4j.train.loss;

import io.github.stylegan4j.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * {@code epsilon * D(real)^2}, which keeps scores near zero; a loss of score differences alone
 * leaves their level free.
 *
 * <p>Source: Karras et al., "Progressive Growing of GANs" (arXiv 1710.10196), appendix A.1.
 *
 * @param epsilon weight
 */
record DriftPenalty(double epsilon) implements Penalty {
    private static final String STATISTIC = "epsilon_penalty";

    @Override
    public String name() {
        return "drift";
    }

    @Override
    public double weight() {
        return epsilon;
    }

    @Override
    public boolean isOnGradients() {
        return false;
    }

    @Override
    public List<String> statisticNames() {
        return List.of(STATISTIC);
    }

    @Override
    public Tensor perImage(ScoredMinibatch minibatch, Map<String, Tensor> statistics) {
        Tensor squared = minibatch.realScores().square();
        statistics.put(STATISTIC, squared);
        return squared.mul(epsilon);
    }
}
