package io.github.stylegan4j.train.data;

/** How pixels are weighted when an image is resized. */
public enum ResizeFilter {
    /** The mean over the area a pixel covers; nearest neighbour when an image is enlarged. */
    BOX(0.5) {
        @Override
        double weight(double x) {
            return x >= -0.5 && x < 0.5 ? 1 : 0;
        }
    },
    /** Windowed sinc over three lobes: sharper than {@link #BOX}, the usual choice for photos. */
    LANCZOS(3) {
        @Override
        double weight(double x) {
            return Math.abs(x) < 3 ? sinc(x) * sinc(x / 3) : 0;
        }
    };

    private final double radius;

    ResizeFilter(double radius) {
        this.radius = radius;
    }

    /** Distance from the centre beyond which every weight is 0, in pixels of the coarser image. */
    double radius() {
        return radius;
    }

    /** Unnormalised weight at a distance from the centre, in pixels of the coarser image. */
    abstract double weight(double x);

    private static double sinc(double x) {
        return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    }
}
