package io.github.stylegan4j.train;

import io.github.stylegan4j.stylegan.Discriminator;
import io.github.stylegan4j.stylegan.DiscriminatorConfig;
import io.github.stylegan4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Layers of a discriminator that training leaves as they are (Freeze-D: Mo et al., arXiv
 * 2002.10964).
 *
 * <p>Layers count from the image: the one from colours at full resolution, then both convolutions
 * of each block, the highest resolution first. A layer from the colours of a lower resolution is
 * frozen with the first convolution of the block it leads to, beside which it stands. The layer
 * that makes the score is always trained.
 */
final class FrozenLayers {
    private static final String FROM_COLOURS = "fromrgb.";

    private FrozenLayers() {}

    /**
     * The parameters that are trained, by name.
     *
     * @param frozen number of layers that are not
     * @throws IllegalArgumentException if that is all layers or more
     */
    static Map<String, Tensor> trained(Discriminator discriminator, int frozen) {
        Map<String, Tensor> parameters = new LinkedHashMap<>(discriminator.parameters());
        frozen(parameters.keySet(), frozen)
                .forEach(layer -> parameters.keySet().removeIf(n -> layer.contains(layerOf(n))));
        return parameters;
    }

    /**
     * Checks the number before memory is taken for the network.
     *
     * @throws IllegalArgumentException if it is that of all layers or more
     */
    static void check(DiscriminatorConfig config, int frozen) {
        frozen(config.state().keySet(), frozen);
    }

    private static List<Set<String>> frozen(Set<String> parameters, int frozen) {
        if (frozen == 0) {
            return List.of();
        }
        List<Set<String>> layers = fromTheImage(parameters);
        if (frozen >= layers.size()) {
            throw new IllegalArgumentException(
                    "freezeDiscriminator is "
                            + frozen
                            + ", but the discriminator has "
                            + layers.size()
                            + " layers, of which the last must be trained; allowed is 0 to "
                            + (layers.size() - 1));
        }
        return layers.subList(0, frozen);
    }

    private static List<Set<String>> fromTheImage(Set<String> parameters) {
        Set<String> names = new LinkedHashSet<>();
        parameters.forEach(name -> names.add(layerOf(name)));
        List<Set<String>> layers = new ArrayList<>();
        Set<String> blocks = new LinkedHashSet<>();
        for (String name : names) {
            if (name.startsWith(FROM_COLOURS)) {
                if (layers.isEmpty()) {
                    layers.add(Set.of(name));
                }
                continue;
            }
            String block = name.substring(0, name.indexOf('.'));
            boolean first = blocks.add(block);
            String colours = FROM_COLOURS + block;
            layers.add(first && names.contains(colours) ? Set.of(name, colours) : Set.of(name));
        }
        return layers;
    }

    private static String layerOf(String parameter) {
        return parameter.substring(0, parameter.lastIndexOf('.'));
    }
}
