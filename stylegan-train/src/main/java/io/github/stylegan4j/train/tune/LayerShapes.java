package io.github.stylegan4j.train.tune;

import io.github.stylegan4j.stylegan.FeatureMaps;
import io.github.stylegan4j.tuning.ConvKey;
import io.github.stylegan4j.tuning.ConvRole;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The convolutions with 3 x 3 kernels in StyleGAN's networks: all that there is a choice for. */
public final class LayerShapes {
    private static final int SMALLEST = 4;

    private LayerShapes() {}

    /**
     * The convolutions at some resolutions: of the generator's and the discriminator's blocks, with
     * resizing and convolution as two steps, and of the discriminator's last block.
     *
     * @param maps how many channels there are
     * @param resolutions powers of two from 4 on
     * @return each convolution in its three roles
     */
    public static List<ConvKey> of(FeatureMaps maps, Collection<Integer> resolutions) {
        Set<ConvKey> keys = new LinkedHashSet<>();
        for (int r : resolutions) {
            if (r < SMALLEST || Integer.bitCount(r) != 1) {
                throw new IllegalArgumentException(
                        "resolutions has " + r + "; allowed are powers of two from " + SMALLEST);
            }
            int here = maps.at(r);
            add(keys, here, here, r);
            if (r == SMALLEST) {
                // The minibatch's deviation is one more channel.
                add(keys, here + 1, here, r);
            } else {
                int coarser = maps.at(r / 2);
                add(keys, coarser, here, r);
                add(keys, here, coarser, r);
            }
        }
        return new ArrayList<>(keys);
    }

    private static void add(Set<ConvKey> keys, int in, int out, int size) {
        for (ConvRole role : ConvRole.values()) {
            keys.add(new ConvKey(role, in, out, size, size, 3, 3, 1, 1, 1));
        }
    }
}
