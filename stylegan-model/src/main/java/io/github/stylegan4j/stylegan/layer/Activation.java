package io.github.stylegan4j.stylegan.layer;

/** What follows a layer's bias. */
public enum Activation {
    /** {@code max(x, 0.2 x)}: the only nonlinearity of the networks. */
    LEAKY_RELU(0.2),
    /** Nothing. */
    LINEAR(1);

    private final double slope;

    Activation(double slope) {
        this.slope = slope;
    }

    /** Slope below 0. */
    public double slope() {
        return slope;
    }
}
