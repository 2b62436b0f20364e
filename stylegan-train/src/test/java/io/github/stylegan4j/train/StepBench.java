package io.github.stylegan4j.train;

import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.tensor.Recording;
import io.github.stylegan4j.tensor.Rng;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.UpdateOp;
import io.github.stylegan4j.train.data.ImageSource;
import io.github.stylegan4j.train.data.LoaderConfig;
import io.github.stylegan4j.train.data.MinibatchLoader;
import java.util.Map;
import java.util.TreeMap;

/** The state of a run and its steps, without loop and files. */
final class StepBench implements AutoCloseable {
    final TrainingState state;
    final TrainingSteps steps;
    final SchedulePoint now;
    private final MinibatchLoader loader;

    /** At a moment of the schedule, with weights that have left their first values. */
    StepBench(TrainingConfig config, ImageSource source, Backend backend, long images) {
        state = new TrainingState(config, source.labelSize(), backend);
        loader = new MinibatchLoader(source, LoaderConfig.of(config.run().seed()));
        now = new TrainingSchedule(config.schedule()).at(images);
        steps =
                new TrainingSteps(
                        config,
                        state,
                        config.losses().function(),
                        config.augmentation().function(),
                        source,
                        loader,
                        backend,
                        state.statistics);
        Rng rng = new Rng(7, 70);
        leaveStart(state.generator.parameters(), rng);
        leaveStart(state.discriminator.parameters(), rng);
    }

    private static void leaveStart(Map<String, Tensor> parameters, Rng rng) {
        parameters.forEach(
                (name, p) -> {
                    try (Scope scope = Scope.open("start")) {
                        Tensor moved =
                                Recording.off(
                                        () ->
                                                p.add(
                                                        rng.normal(
                                                                        p.backend(),
                                                                        p.dtype(),
                                                                        p.shape())
                                                                .mul(0.1)));
                        new UpdateOp.CopyInto().apply(new Tensor[] {p}, moved);
                    }
                });
    }

    /** All tensors of the state. */
    Map<String, double[]> values() {
        Map<String, double[]> values = new TreeMap<>();
        state.tensors().forEach((name, t) -> values.put(name, t.toDoubles()));
        return values;
    }

    /** The distance of two vectors, or the length of one. */
    static double distance(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            double d = a[i] - (b == null ? 0 : b[i]);
            sum += d * d;
        }
        return Math.sqrt(sum);
    }

    @Override
    public void close() {
        loader.close();
        steps.close();
        state.close();
    }
}
