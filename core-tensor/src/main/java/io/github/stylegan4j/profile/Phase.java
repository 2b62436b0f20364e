package io.github.stylegan4j.profile;

import org.jspecify.annotations.Nullable;

/**
 * A phase that is under way, from {@link Profiler#phase}; closing it ends it. Phases nest: the one
 * begun last is closed first.
 */
public final class Phase implements AutoCloseable {
    /** Stands for the phases of a profiler that is off. */
    static final Phase NONE = new Phase(null);

    private final @Nullable Profiler profiler;

    Phase(@Nullable Profiler profiler) {
        this.profiler = profiler;
    }

    @Override
    public void close() {
        if (profiler != null) {
            profiler.endPhase();
        }
    }
}
