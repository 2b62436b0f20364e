package io.github.stylegan4j.profile;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One phase, wherever in the program it is entered with the same phases around it. */
final class PhaseNode {
    final String path;
    final @Nullable PhaseNode parent;
    final Map<String, PhaseNode> children = new LinkedHashMap<>();
    long calls;
    long hostNanos;
    long operationNanos;

    /** When it was entered last. */
    long start;

    /** Whether a device's clock has told anything of it. */
    boolean onDevice;

    long deviceNanos;

    /** When the device came to its beginning last, and whether its end is still to come. */
    private long deviceStart;

    private boolean begun;

    PhaseNode(String path, @Nullable PhaseNode parent) {
        this.path = path;
        this.parent = parent;
    }

    PhaseNode child(String name) {
        return children.computeIfAbsent(
                name, n -> new PhaseNode(path.isEmpty() ? n : path + Profiler.SEPARATOR + n, this));
    }

    /** The device has come to where the program entered; it comes to the end of it next. */
    void reachedBegin(long nanos) {
        deviceStart = nanos;
        begun = true;
    }

    /** The device has come to where the program left; it counts if the device was there before. */
    void reachedEnd(long nanos) {
        if (begun) {
            onDevice = true;
            begun = false;
            deviceNanos += nanos - deviceStart;
        }
    }

    /** The program left, and no device will tell when it did; the program's own time must do. */
    void leftUntimed(long nanos) {
        if (onDevice) {
            begun = false;
            deviceNanos += nanos;
        }
    }

    /** Counts an operation here and in every phase around. */
    void addOperation(long nanos) {
        for (PhaseNode p = this; p != null; p = p.parent) {
            p.operationNanos += nanos;
        }
    }
}
