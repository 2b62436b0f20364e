package io.github.stylegan4j.train.bench;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.io.HostTensor;
import io.github.stylegan4j.nn.StateDict;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.stylegan.Generator;
import io.github.stylegan4j.stylegan.GeneratorConfig;
import io.github.stylegan4j.stylegan.layer.Noise;
import io.github.stylegan4j.tensor.Rng;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/** Images at full resolution from latents {@code z}, truncated, with the stored noise. */
final class GenerateWork implements OwnWork {
    private final Backend backend;
    private final Generator generator;
    private final Tensor latents;

    GenerateWork(WorkSpec spec, Backend backend, Rng rng) {
        this.backend = backend;
        GeneratorConfig config = BenchNetworks.generator(spec);
        try (Scope scope = Scope.open("network")) {
            generator = new Generator(config, backend, rng);
            latents = rng.normal(backend, Shape.of(spec.batch(), config.latentSize())).keep();
        }
        BenchNetworks.leaveStart(generator.parameters(), backend, rng);
    }

    @Override
    public Map<String, HostTensor> inputs() {
        Map<String, HostTensor> all = new LinkedHashMap<>();
        BenchNetworks.download(all, "g.", generator.state());
        all.put("z", StateDict.download(latents));
        return all;
    }

    @Override
    public Map<String, HostTensor> outputs() {
        try (Scope scope = Scope.open("outputs")) {
            return Map.of("images", StateDict.download(images()));
        }
    }

    @Override
    public void run() {
        try (Scope scope = Scope.open("run")) {
            images();
            backend.synchronize();
        }
    }

    private Tensor images() {
        return generator.generate(latents, null, Noise.constant());
    }

    @Override
    public void close() {
        latents.close();
        generator.close();
    }
}
