package io.github.stylegan4j.train;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.tensor.Recording;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import io.github.stylegan4j.tensor.UpdateOp;
import io.github.stylegan4j.tensor.fused.AddInto;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Sums of quantities that stay on the device until somebody asks, so that no training step waits
 * for a number.
 */
final class DeviceStatistics implements AutoCloseable {
    private final Map<String, Sums> all = new LinkedHashMap<>();

    /** Sum and sum of squares, [2], and how many numbers went in. */
    private static final class Sums {
        private final Tensor values;
        private long count;

        Sums(Tensor values) {
            this.values = values;
        }
    }

    /** Adds one number per image for each name. */
    void add(Map<String, Tensor> perImage) {
        if (perImage.isEmpty()) {
            return;
        }
        try (Scope scope = Scope.open("statistics")) {
            Tensor[] targets = new Tensor[perImage.size()];
            Tensor[] inputs = new Tensor[targets.length];
            int i = 0;
            for (Map.Entry<String, Tensor> e : perImage.entrySet()) {
                Tensor x = e.getValue();
                Sums sums = all.computeIfAbsent(e.getKey(), name -> new Sums(zeros(x)));
                sums.count += x.size();
                targets[i] = sums.values;
                inputs[i++] = Recording.off(() -> Tensors.stack(0, x.sum(), x.square().sum()));
            }
            new AddInto().apply(targets, inputs);
        }
    }

    private static Tensor zeros(Tensor like) {
        return Tensors.of(like.backend(), like.dtype(), Shape.of(2), 0, 0).keep();
    }

    /** What was added since the last call; waits for the device, and starts anew. */
    Map<String, Statistic> take() {
        Map<String, Statistic> result = new LinkedHashMap<>();
        try (Scope scope = Scope.open("statistics")) {
            all.forEach(
                    (name, sums) -> {
                        double[] s = sums.values.toDoubles();
                        result.put(name, Statistic.of(s[0], s[1], sums.count));
                        sums.count = 0;
                        new UpdateOp.CopyInto()
                                .apply(new Tensor[] {sums.values}, Tensors.zerosLike(sums.values));
                    });
        }
        return Collections.unmodifiableMap(result);
    }

    @Override
    public void close() {
        all.values().forEach(sums -> sums.values.close());
        all.clear();
    }
}
