package io.github.stylegan4j.stylegan;

import io.github.stylegan4j.array.Shape;
import java.util.Map;
import java.util.Objects;

/**
 * A discriminator.
 *
 * @param backbone what it has in common with the generator
 * @param minibatchStdGroup largest group of samples whose deviation is shown to the last block; 1
 *     leaves that channel out
 */
public record DiscriminatorConfig(Backbone backbone, int minibatchStdGroup)
        implements NetworkConfig {
    /** Checks the numbers. */
    public DiscriminatorConfig {
        Objects.requireNonNull(backbone, "backbone");
        Settings.atLeast("minibatchStdGroup", minibatchStdGroup, 1);
    }

    /** Groups of 4 on a given backbone. */
    public static DiscriminatorConfig of(Backbone backbone) {
        return new DiscriminatorConfig(backbone, 4);
    }

    /** The published discriminator at any resolution. */
    public static DiscriminatorConfig of(int resolution, int channels) {
        return of(Backbone.of(resolution, channels));
    }

    /** With another backbone. */
    public DiscriminatorConfig withBackbone(Backbone other) {
        return new DiscriminatorConfig(other, minibatchStdGroup);
    }

    /** With another group size. */
    public DiscriminatorConfig withMinibatchStdGroup(int size) {
        return new DiscriminatorConfig(backbone, size);
    }

    @Override
    public NetworkSummary summary() {
        return NetworkSummary.of(this);
    }

    @Override
    public Map<String, Shape> state() {
        return ShapeBackend.stateOf(backend -> Discriminator.blank(this, backend));
    }
}
