package io.github.stylegan4j.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import io.github.stylegan4j.tensor.fused.AdaIn;
import io.github.stylegan4j.tensor.fused.AddInto;
import io.github.stylegan4j.tensor.fused.InstanceNormGrad;
import io.github.stylegan4j.tensor.fused.Resample2d;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** After the first step, a step neither allocates nor waits, and it repeats bit for bit. */
class SteadyStateTest {
    /** Something of everything that a training step is made of. */
    private static Tensor step(Backend backend, Tensor weight) {
        float[] pixels = new float[2 * 3 * 16 * 16];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = i % 17 - 8;
        }
        Tensor x = Tensors.of(backend, Shape.of(2, 3, 16, 16), pixels);
        Tensor y = x.conv2d(weight, 1, 1, 1).leakyRelu(0.2);
        Tensor blurred = Tensors.apply(Resample2d.blur(), y);
        Tensor style = Tensors.full(backend, Shape.of(2, 5), 0.5);
        Tensor styled = Tensors.apply(new AdaIn(1e-8), blurred, style, style);
        Tensor back = Tensors.apply(new InstanceNormGrad(1e-8), blurred, styled);
        Tensor flat = back.reshape(2, 5 * 16 * 16);
        Tensor similar = flat.matmul(flat.transpose(0, 1)).sum();
        new AddInto().apply(new Tensor[] {weight}, weight.mul(similar.mul(1e-9)));
        return similar;
    }

    @ParameterizedTest
    @EnumSource(Variant.class)
    void aStepNeitherAllocatesNorWaits(Variant variant) {
        try (OpenClBackend backend = TestDevice.open(variant);
                Scope all = Scope.open("test")) {
            Tensor weight = Tensors.full(backend, Shape.of(5, 3, 3, 3), 0.1);
            for (int i = 0; i < 3; i++) {
                try (Scope scope = Scope.open("step")) {
                    step(backend, weight);
                }
            }
            backend.synchronize();
            long allocations = backend.memory().allocations();
            Counters before = backend.counters();
            for (int i = 0; i < 20; i++) {
                try (Scope scope = Scope.open("step")) {
                    step(backend, weight);
                }
            }
            Counters after = backend.counters();
            assertEquals(allocations, backend.memory().allocations(), "buffers allocated");
            assertEquals(before.waits(), after.waits(), "waits for the device");
            assertEquals(before.builds(), after.builds(), "programs built");
            assertEquals(20, after.uploads() - before.uploads(), "uploads");
            backend.synchronize();
        }
    }

    @ParameterizedTest
    @EnumSource(Variant.class)
    void twoRunsAreEqual(Variant variant) {
        assertArrayEquals(run(variant), run(variant));
    }

    private static float[] run(Variant variant) {
        try (OpenClBackend backend = TestDevice.open(variant);
                Scope all = Scope.open("test")) {
            Tensor weight = Tensors.full(backend, Shape.of(5, 3, 3, 3), 0.1);
            for (int i = 0; i < 5; i++) {
                try (Scope scope = Scope.open("step")) {
                    step(backend, weight);
                }
            }
            return weight.toFloats();
        }
    }
}
