package io.github.stylegan4j.stylegan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.Backends;
import io.github.stylegan4j.stylegan.layer.Noise;
import io.github.stylegan4j.tensor.Recording;
import io.github.stylegan4j.tensor.Rng;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** The published networks at 1024 x 1024, once each, in the memory of a small machine. */
class LargestNetworksTest {
    private static final long LIMIT = 1L << 30;

    @Test
    void theLargestGeneratorRunsOnTheCpu() {
        try (Backend cpu = Backends.open("cpu");
                Scope scope = Scope.open("test");
                Generator g = new Generator(GeneratorConfig.of(1024, 3), cpu, new Rng(1, 1))) {
            Tensor z = new Rng(2, 2).normal(cpu, Shape.of(1, 512));
            Tensor image = g.generate(z, null, Noise.constant());
            assertEquals(Shape.of(1, 3, 1024, 1024), image.shape());
            assertTrue(image.isFinite().min().item() == 1 && image.abs().max().item() > 0);
            checkMemory(cpu);
        }
    }

    @Test
    void theLargestDiscriminatorRunsOnTheCpu() {
        try (Backend cpu = Backends.open("cpu");
                Scope scope = Scope.open("test");
                Discriminator d =
                        new Discriminator(DiscriminatorConfig.of(1024, 3), cpu, new Rng(1, 1))) {
            Tensor image = new Rng(2, 2).uniform(cpu, Shape.of(1, 3, 1024, 1024));
            Tensor logits = Recording.off(() -> d.logits(image, null, 0));
            assertEquals(Shape.of(1), logits.shape());
            assertTrue(Double.isFinite(logits.item()));
            checkMemory(cpu);
        }
    }

    private static void checkMemory(Backend cpu) {
        long peak = cpu.memory().peakLiveBytes();
        assertTrue(peak < LIMIT, peak + " bytes");
    }
}
