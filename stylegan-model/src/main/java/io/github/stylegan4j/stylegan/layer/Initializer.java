package io.github.stylegan4j.stylegan.layer;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.nn.Parameter;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.tensor.Recording;
import io.github.stylegan4j.tensor.Rng;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Makes the initial tensors of layers: on which backend, from which random stream. */
public final class Initializer {
    private final Backend backend;
    private final @Nullable Rng rng;
    private final boolean equalized;

    private Initializer(Backend backend, @Nullable Rng rng, boolean equalized) {
        this.backend = backend;
        this.rng = rng;
        this.equalized = equalized;
    }

    /**
     * Random weights, for training.
     *
     * @param backend where the tensors live
     * @param rng where weights and stored noise come from
     * @param equalized whether weights have an equalized learning rate, see {@link WeightScale}
     */
    public static Initializer random(Backend backend, Rng rng, boolean equalized) {
        return new Initializer(backend, Objects.requireNonNull(rng, "rng"), equalized);
    }

    /** Zeros instead of random numbers, for networks whose state is loaded afterwards. */
    public static Initializer zero(Backend backend, boolean equalized) {
        return new Initializer(backend, null, equalized);
    }

    /** Normal numbers of mean 0. */
    public Tensor normal(Shape shape, double deviation) {
        Rng random = rng;
        if (random == null) {
            return zeros(shape);
        }
        return Scope.run(
                "initial weights",
                () ->
                        Recording.off(
                                () -> {
                                    Tensor t = random.normal(backend, shape);
                                    return deviation == 1 ? t : t.mul(deviation);
                                }));
    }

    /** Zeros. */
    public Tensor zeros(Shape shape) {
        return Tensors.zeros(backend, shape);
    }

    /** Ones. */
    public Tensor ones(Shape shape) {
        return Tensors.ones(backend, shape);
    }

    /**
     * A weight [out, in, ...] with its scale, registered under the name {@code weight}.
     *
     * @param register the layer's method that makes a parameter of a named tensor
     */
    ScaledWeight weight(
            BiFunction<String, Tensor, Parameter> register,
            Shape shape,
            double gain,
            double lrmul) {
        WeightScale scale = WeightScale.of(equalized, shape.size() / shape.dim(0), gain, lrmul);
        Parameter stored = register.apply("weight", normal(shape, scale.deviation()));
        return new ScaledWeight(stored, scale.factor());
    }
}
