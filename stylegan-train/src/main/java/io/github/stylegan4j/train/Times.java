package io.github.stylegan4j.train;

import java.time.Clock;
import java.util.function.LongSupplier;

/**
 * Where a run has the time from. Nothing that is computed depends on it.
 *
 * @param nanoTime measures durations
 * @param clock says when something happened
 */
record Times(LongSupplier nanoTime, Clock clock) {
    /** The machine's. */
    static Times ofMachine() {
        return new Times(System::nanoTime, Clock.systemUTC());
    }
}
