package io.github.stylegan4j.autograd;

import io.github.stylegan4j.tensor.Escaping;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** The gradients of one {@link Autograd#grad} call, by tensor. */
public final class Gradients implements Escaping {
    private final Map<Tensor, Tensor> byInput;
    private final Collection<Tensor> inputs;

    Gradients(Collection<Tensor> inputs, Map<Tensor, Tensor> found) {
        this.inputs = inputs;
        this.byInput = new IdentityHashMap<>(found);
    }

    /** Whether the output depends on this input through recorded operations. */
    public boolean reached(Tensor input) {
        return byInput.containsKey(input);
    }

    /**
     * The gradient with respect to an input, of the input's shape; zeros when the output does not
     * depend on it.
     *
     * @throws IllegalArgumentException when no gradient was asked for with respect to it
     */
    public Tensor get(Tensor input) {
        Tensor g = byInput.get(input);
        if (g != null) {
            return g;
        }
        for (Tensor x : inputs) {
            if (x == input) {
                return Tensors.zerosLike(input);
            }
        }
        throw new IllegalArgumentException(
                "No gradient was taken with respect to this tensor " + input);
    }

    /** The gradients in the order the inputs were given. */
    public List<Tensor> all() {
        return inputs.stream().map(this::get).toList();
    }

    @Override
    public Iterable<Tensor> escaping() {
        return byInput.values();
    }
}
