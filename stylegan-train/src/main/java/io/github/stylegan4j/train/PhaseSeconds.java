package io.github.stylegan4j.train;

import io.github.stylegan4j.profile.PhaseTime;
import io.github.stylegan4j.profile.Profiler;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** How long the phases of training took since somebody asked last. */
final class PhaseSeconds {
    private final Profiler profiler;
    private final Map<String, PhaseTime> before = new HashMap<>();

    PhaseSeconds(Profiler profiler) {
        this.profiler = profiler;
    }

    /** Seconds by path; empty if nothing is measured. */
    Map<String, Double> take() {
        Map<String, Double> seconds = new LinkedHashMap<>();
        for (PhaseTime now : profiler.profile().phases()) {
            PhaseTime then = before.put(now.path(), now);
            // Steps that are tried out are no part of training.
            if (!now.path().startsWith(LookAhead.PHASE + "/")) {
                double since = now.seconds() - (then == null ? 0 : then.seconds());
                seconds.put(now.path(), Math.max(0, since));
            }
        }
        return seconds;
    }
}
