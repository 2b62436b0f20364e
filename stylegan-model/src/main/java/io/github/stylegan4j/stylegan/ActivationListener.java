package io.github.stylegan4j.stylegan;

import io.github.stylegan4j.tensor.Tensor;

/** Sees what each layer of a network computes. */
@FunctionalInterface
public interface ActivationListener {
    /** Looks at nothing. */
    ActivationListener NONE = (layer, output) -> {};

    /**
     * A layer has computed its output.
     *
     * @param layer name of the layer within the network that was called, for example {@code
     *     b8.conv0_up}
     * @param output of the layer; it is closed soon after this call unless it is kept with {@code
     *     Tensor.keep()} or copied
     */
    void onActivation(String layer, Tensor output);
}
