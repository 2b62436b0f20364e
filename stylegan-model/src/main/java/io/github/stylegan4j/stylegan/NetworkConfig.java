package io.github.stylegan4j.stylegan;

import io.github.stylegan4j.array.Shape;
import java.util.Map;

/** What a network is made from. */
public sealed interface NetworkConfig permits GeneratorConfig, DiscriminatorConfig {
    /** What generator and discriminator have in common. */
    Backbone backbone();

    /** The layer table, at no cost. */
    NetworkSummary summary();

    /** Names and shapes of all tensors that a network has and a file holds, at no cost. */
    Map<String, Shape> state();
}
