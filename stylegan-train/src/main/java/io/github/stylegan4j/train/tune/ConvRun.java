package io.github.stylegan4j.train.tune;

import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.tensor.Conv2d;
import io.github.stylegan4j.tensor.Conv2dInputGrad;
import io.github.stylegan4j.tensor.Conv2dWeightGrad;
import io.github.stylegan4j.tensor.Op;
import io.github.stylegan4j.tensor.Rng;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import io.github.stylegan4j.tuning.ConvKey;

/** One convolution of random images on one backend, the same wherever it is made. */
final class ConvRun implements AutoCloseable {
    private static final long SEED = 20;

    private final Backend backend;
    private final Op op;
    private final Tensor[] inputs;

    ConvRun(ConvKey key, int minibatch, Backend backend) {
        this.backend = backend;
        Conv2d conv = new Conv2d(key.stride(), key.padding(), key.groups());
        Shape images = Shape.of(minibatch, key.inChannels(), key.height(), key.width());
        Shape weights =
                Shape.of(
                        key.outChannels(),
                        key.inChannels() / key.groups(),
                        key.kernelHeight(),
                        key.kernelWidth());
        Shape results = conv.outputShape(images, weights);
        Shape[] shapes;
        switch (key.role()) {
            case FORWARD -> {
                op = conv;
                shapes = new Shape[] {images, weights};
            }
            case INPUT_GRAD -> {
                op =
                        new Conv2dInputGrad(
                                key.stride(),
                                key.padding(),
                                key.groups(),
                                key.height(),
                                key.width());
                shapes = new Shape[] {results, weights};
            }
            case WEIGHT_GRAD -> {
                op =
                        new Conv2dWeightGrad(
                                key.stride(),
                                key.padding(),
                                key.groups(),
                                key.kernelHeight(),
                                key.kernelWidth());
                shapes = new Shape[] {images, results};
            }
            default -> throw new IllegalStateException("No role " + key.role());
        }
        inputs = new Tensor[shapes.length];
        try (Scope scope = Scope.open("inputs")) {
            for (int i = 0; i < shapes.length; i++) {
                inputs[i] = new Rng(SEED, i).uniform(backend, DType.FLOAT32, shapes[i]);
                inputs[i] = inputs[i].affine(2, -1).keep();
            }
        }
    }

    float[] result() {
        try (Scope scope = Scope.open("result")) {
            return Tensors.apply(op, inputs).toFloats();
        }
    }

    /** Time of one convolution, the mean of several in a row. */
    double milliseconds(int repeats) {
        backend.synchronize();
        long start = System.nanoTime();
        for (int i = 0; i < repeats; i++) {
            try (Scope scope = Scope.open("run")) {
                Tensors.apply(op, inputs);
            }
        }
        backend.synchronize();
        return (System.nanoTime() - start) * 1e-6 / repeats;
    }

    @Override
    public void close() {
        for (Tensor t : inputs) {
            t.close();
        }
    }
}
