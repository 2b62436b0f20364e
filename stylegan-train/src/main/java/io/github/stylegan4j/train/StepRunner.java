package io.github.stylegan4j.train;

import io.github.stylegan4j.autograd.Autograd;
import io.github.stylegan4j.autograd.Gradients;
import io.github.stylegan4j.optim.Adam;
import io.github.stylegan4j.profile.Phase;
import io.github.stylegan4j.profile.Profiler;
import io.github.stylegan4j.stylegan.Generator;
import io.github.stylegan4j.tensor.Rows;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import io.github.stylegan4j.train.loss.LossValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Takes one step of an optimizer on a minibatch, at once or part by part.
 *
 * <p>Part by part, the gradient is the sum over the parts of the gradient of the part's mean loss,
 * weighted by the part's share of the samples. Random numbers are those that the samples would have
 * had in the whole, groups of samples stay together, and the optimizer and the average of w move
 * once, so that the outcome differs in rounding only.
 */
final class StepRunner {
    private final Generator generator;
    private final RandomStreams random;
    private final DeviceStatistics statistics;
    private final Profiler profiler;

    StepRunner(TrainingState state, DeviceStatistics statistics, Profiler profiler) {
        this.generator = state.generator;
        this.random = state.random;
        this.statistics = statistics;
        this.profiler = profiler;
    }

    /**
     * One step.
     *
     * @param parts the minibatch
     * @param loss the loss of a part, with its record
     */
    void step(
            List<Rows> parts,
            Function<MinibatchPart, LossValue> loss,
            Adam optimizer,
            double learningRate) {
        if (parts.size() == 1) {
            MinibatchPart all = new MinibatchPart(parts.get(0), random, generator::updateAverage);
            try (Scope step = Scope.open("step")) {
                Tensor value = value(loss, all);
                Gradients gradients = gradients(value, optimizer.parameters());
                try (Phase phase = profiler.phase("optimizer")) {
                    optimizer.step(gradients, learningRate);
                }
            }
            return;
        }
        List<Tensor> ws = new ArrayList<>();
        try (GradientSum sum = new GradientSum(optimizer.parameters())) {
            RandomStreams reached = random;
            for (Rows rows : parts) {
                RandomStreams own = random.rows(rows);
                add(loss, new MinibatchPart(rows, own, w -> ws.add(w.detach().keep())), sum);
                reached = own;
            }
            random.follow(reached);
            try (Scope step = Scope.open("step");
                    Phase phase = profiler.phase("optimizer")) {
                optimizer.step(sum.gradients(), learningRate);
                if (!ws.isEmpty()) {
                    generator.updateAverage(Tensors.concat(0, ws));
                }
            }
        } finally {
            ws.forEach(Tensor::close);
        }
    }

    private void add(Function<MinibatchPart, LossValue> loss, MinibatchPart part, GradientSum sum) {
        try (Scope step = Scope.open("part of a step")) {
            double share = (double) part.rows().size() / part.rows().total();
            Tensor value = value(loss, part).mul(share);
            sum.add(gradients(value, sum.parameters()));
        }
    }

    private Tensor value(Function<MinibatchPart, LossValue> loss, MinibatchPart part) {
        LossValue value = loss.apply(part);
        statistics.add(value.statistics());
        return value.loss();
    }

    private Gradients gradients(Tensor loss, Map<String, Tensor> parameters) {
        return profiler.in("backward", () -> Autograd.grad(loss, parameters.values()));
    }
}
