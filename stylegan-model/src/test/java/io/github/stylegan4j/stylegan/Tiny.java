package io.github.stylegan4j.stylegan;

import io.github.stylegan4j.nn.Module;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.tensor.Recording;
import io.github.stylegan4j.tensor.Rng;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.UpdateOp;

/** Networks so small that double precision in plain loops is quick. */
public final class Tiny {
    private Tiny() {}

    /** A backbone of 3 to 6 channels. */
    public static Backbone backbone(int resolution) {
        return Backbone.of(resolution, 3).withFeatureMaps(new FeatureMaps(24, 1, 6));
    }

    /** A generator with latents of 5 and styles of 4 components. */
    public static GeneratorConfig generator(Backbone backbone) {
        return GeneratorConfig.of(backbone)
                .withLatentSize(5)
                .withMapping(MappingConfig.defaults().withLayers(2).withSizes(6, 4));
    }

    /** Its discriminator. */
    public static DiscriminatorConfig discriminator(Backbone backbone) {
        return DiscriminatorConfig.of(backbone);
    }

    /**
     * Moves every parameter by normal numbers, so that none is 0 or 1 by construction, and with
     * them what a test could not see.
     */
    public static <M extends Module> M shaken(M network, Rng rng) {
        try (Scope scope = Scope.open("shake")) {
            Recording.off(
                    () -> {
                        network.parameters().values().forEach(p -> shake(p, rng));
                        return null;
                    });
        }
        return network;
    }

    private static void shake(Tensor p, Rng rng) {
        Tensor moved = p.add(rng.normal(p.backend(), p.dtype(), p.shape()).mul(0.3));
        new UpdateOp.CopyInto().apply(new Tensor[] {p}, moved);
    }

    /** A generator whose parameters were all moved from their initial values. */
    public static Generator shaken(GeneratorConfig config, Backend backend, Rng rng) {
        return shaken(new Generator(config, backend, rng), rng);
    }

    /** A discriminator whose parameters were all moved from their initial values. */
    public static Discriminator shaken(DiscriminatorConfig config, Backend backend, Rng rng) {
        return shaken(new Discriminator(config, backend, rng), rng);
    }
}
