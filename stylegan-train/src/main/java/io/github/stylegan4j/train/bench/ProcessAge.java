package io.github.stylegan4j.train.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How long ago this process began. On Linux that is when the script that became this program was
 * started, to a hundredth of a second; elsewhere, when its virtual machine was.
 */
final class ProcessAge {
    private static final Path STATE = Path.of("/proc/self/stat");
    private static final Path UPTIME = Path.of("/proc/uptime");

    /** Linux counts in hundredths of a second for programs, whatever its own clock does. */
    private static final double TICKS_PER_SECOND = 100;

    /** Fields of the state behind the name, which may hold blanks itself, to the start's. */
    private static final int START = 19;

    private ProcessAge() {}

    /** Seconds since the start. */
    static double seconds() {
        try {
            // Containers may be told another uptime than the one that starts are counted from.
            return Files.isReadable(STATE)
                    ? Math.max(ofMachine(), of(Files.readString(STATE), Files.readString(UPTIME)))
                    : ofMachine();
        } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
            // Some sandboxes tell something else there.
            return ofMachine();
        }
    }

    /**
     * From what Linux tells.
     *
     * @param state of the process; its start is counted from the system's
     * @param uptime of the system: seconds since then
     */
    static double of(String state, String uptime) {
        String[] fields = state.substring(state.lastIndexOf(')') + 2).split(" ", -1);
        double start = Long.parseLong(fields[START]) / TICKS_PER_SECOND;
        return Double.parseDouble(uptime.split(" ", 2)[0]) - start;
    }

    private static double ofMachine() {
        return ManagementFactory.getRuntimeMXBean().getUptime() * 1e-3;
    }
}
