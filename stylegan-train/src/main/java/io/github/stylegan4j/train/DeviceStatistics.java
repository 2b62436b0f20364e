package io.github.stylegan4j.train;

import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.spi.Backend;
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
    private final Backend backend;
    private final DType type;

    /** Nothing yet; what is added has this type and lies on this device. */
    DeviceStatistics(Backend backend, DType type) {
        this.backend = backend;
        this.type = type;
    }

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
                Sums sums = all.computeIfAbsent(e.getKey(), name -> new Sums(zeros()));
                sums.count += x.size();
                targets[i] = sums.values;
                inputs[i++] = Recording.off(() -> Tensors.stack(0, x.sum(), x.square().sum()));
            }
            new AddInto().apply(targets, inputs);
        }
    }

    private Tensor zeros() {
        return Tensors.of(backend, type, Shape.of(2), 0, 0).keep();
    }

    /** How many numbers went in since the last {@link #take}, by name; none where that is 0. */
    Map<String, Long> counts() {
        Map<String, Long> counts = new LinkedHashMap<>();
        all.forEach(
                (name, sums) -> {
                    if (sums.count > 0) {
                        counts.put(name, sums.count);
                    }
                });
        return counts;
    }

    /** The sums of the names in {@link #counts}, [2] each, which still belong to this. */
    Map<String, Tensor> sums() {
        Map<String, Tensor> sums = new LinkedHashMap<>();
        counts().keySet().forEach(name -> sums.put(name, all.get(name).values));
        return sums;
    }

    /** Starts anew with these names and counts, for whose {@link #sums} the caller cares. */
    void begin(Map<String, Long> counts) {
        close();
        try (Scope scope = Scope.open("statistics")) {
            counts.forEach(
                    (name, count) -> {
                        Sums sums = new Sums(zeros());
                        sums.count = count;
                        all.put(name, sums);
                    });
        }
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
