package io.github.stylegan4j.train.bench;

import io.github.stylegan4j.io.HostTensor;
import io.github.stylegan4j.nn.StateDict;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.stylegan.Backbone;
import io.github.stylegan4j.stylegan.FeatureMaps;
import io.github.stylegan4j.stylegan.GeneratorConfig;
import io.github.stylegan4j.tensor.Rng;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.UpdateOp;
import java.util.List;
import java.util.Map;

/** What the works on whole networks have in common. */
final class BenchNetworks {
    private static final int COLOURS = 3;
    private static final double DEVIATION = 0.3;

    private static final List<String> STARTS = List.of(".bias", ".noise_weight", ".const.value");

    private BenchNetworks() {}

    /** The published networks, with {@code channels} feature maps at the most. */
    static Backbone backbone(WorkSpec spec) {
        return Backbone.of(spec.size(), COLOURS)
                .withFeatureMaps(new FeatureMaps(16 * spec.channels(), 1, spec.channels()));
    }

    static GeneratorConfig generator(WorkSpec spec) {
        return GeneratorConfig.of(backbone(spec));
    }

    /**
     * Draws the parameters that start at zero or as a constant, so that a side that forgot one
     * would be found out, and no gradient is the rounding error of a zero.
     */
    static void leaveStart(Map<String, Tensor> parameters, Backend backend, Rng rng) {
        try (Scope scope = Scope.open("leave start")) {
            parameters.forEach(
                    (name, p) -> {
                        if (STARTS.stream().anyMatch(name::endsWith)) {
                            Tensor value = rng.normal(backend, p.shape()).mul(DEVIATION);
                            new UpdateOp.CopyInto().apply(new Tensor[] {p}, value);
                        }
                    });
        }
    }

    /** Adds host copies of named tensors, with a prefix. */
    static void download(Map<String, HostTensor> into, String prefix, Map<String, Tensor> tensors) {
        StateDict.download(tensors).forEach((name, t) -> into.put(prefix + name, t));
    }
}
