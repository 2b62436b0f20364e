package io.github.stylegan4j.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Memory of this process outside the device's buffers, in bytes.
 *
 * @param heapBytes what the JVM's heap holds, garbage included
 * @param heapLimitBytes what it may grow to
 * @param residentBytes memory the system counts for the process; -1 where that is not known
 */
public record HostMemory(long heapBytes, long heapLimitBytes, long residentBytes) {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String RESIDENT = "VmRSS:";

    /** As it is now. */
    public static HostMemory now() {
        Runtime jvm = Runtime.getRuntime();
        return new HostMemory(jvm.totalMemory() - jvm.freeMemory(), jvm.maxMemory(), resident());
    }

    private static long resident() {
        if (!Files.isReadable(STATUS)) {
            return -1;
        }
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith(RESIDENT))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElse(-1);
        } catch (IOException e) {
            return -1;
        }
    }
}
