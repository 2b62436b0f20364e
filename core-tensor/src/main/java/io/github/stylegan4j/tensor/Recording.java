package io.github.stylegan4j.tensor;

import java.util.function.Supplier;

/**
 * Whether operations of this thread on tracked tensors are recorded for differentiation; on unless
 * paused.
 */
public final class Recording {
    private static final ThreadLocal<int[]> PAUSES = ThreadLocal.withInitial(() -> new int[1]);

    private Recording() {}

    /** Whether operations on tracked tensors are recorded now. */
    public static boolean isOn() {
        return PAUSES.get()[0] == 0;
    }

    /** Runs {@code body} without recording: its results are constants to a differentiator. */
    public static <T> T off(Supplier<T> body) {
        int[] pauses = PAUSES.get();
        pauses[0]++;
        try {
            return body.get();
        } finally {
            pauses[0]--;
        }
    }

    /** Runs {@code body} with recording on, even inside {@link #off}. */
    public static <T> T on(Supplier<T> body) {
        int[] pauses = PAUSES.get();
        int before = pauses[0];
        pauses[0] = 0;
        try {
            return body.get();
        } finally {
            pauses[0] = before;
        }
    }
}
