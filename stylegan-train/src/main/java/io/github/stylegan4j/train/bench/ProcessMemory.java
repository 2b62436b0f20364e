package io.github.stylegan4j.train.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much the resident memory of this process grew; Linux only, elsewhere unknown. */
final class ProcessMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path CLEAR = Path.of("/proc/self/clear_refs");
    private static final String RESET_PEAK = "5";
    private static final long UNKNOWN = -1;

    private long before = UNKNOWN;

    /** Remembers what is resident now and lets the system forget its peak. */
    void begin() {
        before = read("VmRSS:");
        try {
            Files.writeString(CLEAR, RESET_PEAK);
        } catch (IOException e) {
            before = UNKNOWN;
        }
    }

    /** The peak since {@link #begin} less what was resident then, or -1 where that is unknown. */
    long growth() {
        long peak = read("VmHWM:");
        return before < 0 || peak < 0 ? UNKNOWN : Math.max(0, peak - before);
    }

    private static long read(String field) {
        try {
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith(field)) {
                    return 1024 * Long.parseLong(line.replaceAll("[^0-9]", ""));
                }
            }
            return UNKNOWN;
        } catch (IOException e) {
            return UNKNOWN;
        }
    }
}
