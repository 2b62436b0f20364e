package io.github.stylegan4j.optim;

import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.autograd.Gradients;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.tensor.Recording;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import io.github.stylegan4j.tensor.UpdateOp;
import io.github.stylegan4j.tensor.fused.AdamStep;
import io.github.stylegan4j.tensor.fused.AddInto;
import io.github.stylegan4j.tensor.fused.Fused;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Adam over named parameters, with its moments beside them on the device.
 *
 * <p>A step reads nothing back to the host: whether all gradients are finite is decided on the
 * device, and if one is not, the step changes nothing but the count of skipped steps. A parameter
 * without a gradient takes part with a gradient of zero, so its moments decay. The arithmetic is
 * that of {@link AdamStep}. Source: arXiv 1412.6980; skipping and zero gradients as in the
 * optimizer of NVlabs/stylegan.
 *
 * <p>The optimizer owns its state but not the parameters; {@link #close()} gives the state back.
 */
public final class Adam implements AutoCloseable {
    private static final String PREFIX = "adam.";

    private final AdamConfig config;
    private final Map<String, Tensor> parameters;
    private final Map<String, Tensor> state = new LinkedHashMap<>();
    private final Tensor[] targets;
    private final Tensor powers;
    private final Tensor skipped;

    /**
     * An optimizer at its start: moments 0, no step taken.
     *
     * @param parameters what is optimized, by name; the order is kept
     * @param config the constants
     * @throws IllegalArgumentException when there are no parameters, or they do not share one
     *     backend and element type
     */
    public Adam(Map<String, Tensor> parameters, AdamConfig config) {
        this.config = config;
        this.parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        checkParameters(this.parameters);
        Tensor first = this.parameters.values().iterator().next();
        int n = this.parameters.size();
        targets = new Tensor[3 * n + 1];
        this.parameters.values().toArray(targets);
        addMoments("m.", n);
        addMoments("v.", 2 * n);
        powers = own("powers", filled(first, Shape.of(2), 1));
        skipped = own("skipped", filled(first, Shape.scalar(), 0));
        targets[3 * n] = powers;
    }

    private static void checkParameters(Map<String, Tensor> parameters) {
        if (parameters.isEmpty()) {
            throw new IllegalArgumentException("Adam needs at least one parameter, got none");
        }
        Backend backend = null;
        DType dtype = null;
        for (Map.Entry<String, Tensor> e : parameters.entrySet()) {
            Tensor p = e.getValue();
            if (backend == null) {
                backend = p.backend();
                dtype = p.dtype();
            }
            if (p.backend() != backend || p.dtype() != dtype) {
                throw new IllegalArgumentException(
                        "Adam needs parameters of one device and element type; the first is "
                                + dtype
                                + " on "
                                + backend.id()
                                + ", but "
                                + e.getKey()
                                + " is "
                                + p.dtype()
                                + " on "
                                + p.backend().id());
            }
        }
    }

    private void addMoments(String kind, int offset) {
        int i = offset;
        for (Map.Entry<String, Tensor> e : parameters.entrySet()) {
            Tensor p = e.getValue();
            targets[i++] = own(kind + e.getKey(), filled(p, p.shape(), 0));
        }
    }

    private static Tensor filled(Tensor like, Shape shape, double value) {
        return Tensors.full(like.backend(), like.dtype(), shape, value);
    }

    private Tensor own(String name, Tensor t) {
        state.put(PREFIX + name, t.keep());
        return t;
    }

    /**
     * Takes one step against gradients just computed.
     *
     * @param gradients gradients taken with respect to all parameters
     * @param learningRate step size, 0 or more
     */
    public void step(Gradients gradients, double learningRate) {
        try (Scope scope = Scope.open("adam")) {
            Map<String, Tensor> named = new LinkedHashMap<>();
            parameters.forEach((name, p) -> named.put(name, gradients.get(p)));
            step(named, learningRate);
        }
    }

    /**
     * Takes one step against named gradients.
     *
     * @param gradients by parameter name; a missing one counts as zero
     * @param learningRate step size, 0 or more
     * @throws IllegalArgumentException when a gradient belongs to no parameter or has another shape
     */
    public void step(Map<String, Tensor> gradients, double learningRate) {
        for (String name : gradients.keySet()) {
            if (!parameters.containsKey(name)) {
                throw new IllegalArgumentException(
                        "There is no parameter '" + name + "' for this gradient");
            }
        }
        try (Scope scope = Scope.open("adam")) {
            Tensor[] g = new Tensor[parameters.size() + 1];
            int i = 0;
            for (Map.Entry<String, Tensor> e : parameters.entrySet()) {
                Tensor given = gradients.get(e.getKey());
                g[i++] = given == null ? Tensors.zerosLike(e.getValue()) : given;
            }
            applyStep(g, learningRate);
        }
    }

    private void applyStep(Tensor[] inputs, double learningRate) {
        int n = inputs.length - 1;
        Tensor[] gradients = new Tensor[n];
        System.arraycopy(inputs, 0, gradients, 0, n);
        inputs[n] = Recording.off(() -> Fused.allFinite(gradients));
        AdamStep step =
                new AdamStep(learningRate, config.beta1(), config.beta2(), config.epsilon());
        step.apply(targets, inputs);
        new AddInto().apply(new Tensor[] {skipped}, inputs[n].affine(-1, 1));
    }

    /**
     * Forgets all moments and the number of steps, as after construction; NVlabs/stylegan does so
     * whenever another resolution begins to train. The count of skipped steps stays.
     */
    public void reset() {
        try (Scope scope = Scope.open("adam reset")) {
            int n = parameters.size();
            for (int i = n; i < 3 * n; i++) {
                set(targets[i], 0);
            }
            set(powers, 1);
        }
    }

    private static void set(Tensor target, double value) {
        new UpdateOp.CopyInto().apply(new Tensor[] {target}, filled(target, target.shape(), value));
    }

    /** How many steps were skipped because a gradient was not finite; waits for the device. */
    public long skippedSteps() {
        return Math.round(skipped.item());
    }

    /** What is optimized, by name. */
    public Map<String, Tensor> parameters() {
        return parameters;
    }

    /**
     * Everything a checkpoint needs beside the parameters: {@code adam.m.<parameter>} and {@code
     * adam.v.<parameter>} for each, {@code adam.powers} [2] and {@code adam.skipped} of rank 0.
     */
    public Map<String, Tensor> state() {
        return Collections.unmodifiableMap(state);
    }

    /** Gives the state back; the parameters stay. */
    @Override
    public void close() {
        state.values().forEach(Tensor::close);
    }
}
