package io.github.stylegan4j.opencl;

import io.github.stylegan4j.opencl.DeviceTraits.Kind;
import java.util.Locale;

/**
 * Which way of writing a kernel a device gets.
 *
 * <p>{@link #COARSE} suits CPUs: one work-item per work-group, long loops, vectors of eight, no
 * local memory and no barriers. {@link #TILED} suits GPUs: one element per work-item and tiles in
 * local memory that a work-group shares.
 */
enum Variant {
    COARSE,
    TILED;

    /** System property that overrides the choice, to test one sort of kernel on another device. */
    static final String PROPERTY = "stylegan4j.opencl.variant";

    static Variant of(Kind kind) {
        String wanted = System.getProperty(PROPERTY);
        if (wanted == null) {
            return kind == Kind.CPU ? COARSE : TILED;
        }
        for (Variant v : values()) {
            if (v.name().equals(wanted.toUpperCase(Locale.ROOT))) {
                return v;
            }
        }
        throw new IllegalArgumentException(
                "System property " + PROPERTY + " is '" + wanted + "'; allowed: coarse, tiled");
    }
}
