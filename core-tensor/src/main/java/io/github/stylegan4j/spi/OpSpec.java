package io.github.stylegan4j.spi;

/**
 * What a backend is asked to compute: an immutable description whose class a kernel is looked up
 * by.
 *
 * <p>The operations themselves live beside their derivatives in the tensor package; a backend sees
 * them only through this type, so that what executes knows nothing of what differentiates.
 */
public interface OpSpec {
    /** Short name for messages and profiles, such as {@code conv2d}. */
    default String name() {
        return getClass().getSimpleName();
    }
}
