package io.github.stylegan4j.stylegan.layer;

import io.github.stylegan4j.tensor.Rng;
import io.github.stylegan4j.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Which noise the layers of a synthesis network add. */
public sealed interface Noise {
    /**
     * Fresh standard normal noise for every sample and layer, as in training.
     *
     * @param rng where it comes from; its position moves
     */
    record Random(Rng rng) implements Noise {
        @Override
        public Tensor forImages(Tensor x, Tensor stored) {
            return rng.normal(x.backend(), x.dtype(), x.shape().with(1, 1));
        }

        @Override
        public Noise fromHere() {
            return new Random(rng.copy());
        }
    }

    /** The noise stored with the network, the same for every sample. */
    record Constant() implements Noise {
        @Override
        public Tensor forImages(Tensor x, Tensor stored) {
            return stored;
        }
    }

    /** No noise. */
    record None() implements Noise {
        @Override
        public @Nullable Tensor forImages(Tensor x, Tensor stored) {
            return null;
        }
    }

    /**
     * The noise of one layer.
     *
     * @param x the images it is added to, [N, C, H, W]
     * @param stored the layer's stored noise [1, 1, H, W]
     * @return [N, 1, H, W] or [1, 1, H, W], or null for none
     */
    @Nullable Tensor forImages(Tensor x, Tensor stored);

    /** The noise that this one gives from now on, whatever is drawn from this one meanwhile. */
    default Noise fromHere() {
        return this;
    }

    /** Fresh noise for every sample and layer. */
    static Noise random(Rng rng) {
        return new Random(rng);
    }

    /** The network's stored noise. */
    static Noise constant() {
        return new Constant();
    }

    /** No noise. */
    static Noise none() {
        return new None();
    }
}
