package io.github.stylegan4j.train;

import io.github.stylegan4j.autograd.Gradients;
import io.github.stylegan4j.tensor.Recording;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.fused.AddInto;
import java.util.LinkedHashMap;
import java.util.Map;

/** Gradients of the parts of a minibatch, added up on the device as the parts are done. */
final class GradientSum implements AutoCloseable {
    private final Map<String, Tensor> parameters;
    private final Map<String, Tensor> sums = new LinkedHashMap<>();

    /**
     * A sum of nothing yet.
     *
     * @param parameters what gradients are taken with respect to, by name
     */
    GradientSum(Map<String, Tensor> parameters) {
        this.parameters = parameters;
    }

    /** What gradients are taken with respect to, by name. */
    Map<String, Tensor> parameters() {
        return parameters;
    }

    /** Adds the gradients of one part; those that the part does not reach count as zero. */
    void add(Gradients gradients) {
        Map<String, Tensor> known = new LinkedHashMap<>();
        parameters.forEach(
                (name, p) -> {
                    if (!gradients.reached(p)) {
                        return;
                    }
                    Tensor g = gradients.get(p);
                    if (sums.containsKey(name)) {
                        known.put(name, g);
                    } else {
                        // A copy: what a walk returns may look at memory that others look at too.
                        sums.put(name, Recording.off(g::copy).keep());
                    }
                });
        if (!known.isEmpty()) {
            Tensor[] targets = known.keySet().stream().map(sums::get).toArray(Tensor[]::new);
            new AddInto().apply(targets, known.values().toArray(new Tensor[0]));
        }
    }

    /** The sums by name of the parameter, without those that no part reached. */
    Map<String, Tensor> gradients() {
        return sums;
    }

    @Override
    public void close() {
        sums.values().forEach(Tensor::close);
    }
}
