package io.github.stylegan4j.peer.libtorch;

import io.github.stylegan4j.io.HostTensor;
import io.github.stylegan4j.train.bench.Work;
import io.github.stylegan4j.train.bench.WorkSpec;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/** Images from latents, truncated, with the stored noise. */
final class Generate implements Work {
    private final Generator generator;
    private final Tensor latents;

    Generate(WorkSpec spec, TensorsOfHost inputs) {
        generator = Generator.of(inputs.below("g."), spec.size());
        latents = inputs.get("z");
    }

    @Override
    public Map<String, HostTensor> outputs() {
        try (PointerScope scope = new PointerScope();
                NoGradGuard off = new NoGradGuard()) {
            return Map.of("images", TensorsOfHost.download(images()));
        }
    }

    @Override
    public void run() {
        try (PointerScope scope = new PointerScope();
                NoGradGuard off = new NoGradGuard()) {
            images();
        }
    }

    private Tensor images() {
        return generator.synthesize(generator.truncated(generator.map(latents)), false);
    }

    @Override
    public void close() {}
}
