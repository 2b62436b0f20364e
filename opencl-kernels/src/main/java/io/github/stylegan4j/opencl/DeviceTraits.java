package io.github.stylegan4j.opencl;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a device before it is opened.
 *
 * @param platform name of the platform (the driver's family)
 * @param name name of the device
 * @param vendor who made it
 * @param driver version of the driver
 * @param version version of OpenCL, for example {@code OpenCL 3.0 CUDA}
 * @param kind whether it is a CPU, a GPU or something else
 * @param memory bytes of global memory
 * @param maxAllocation bytes of the largest single buffer
 * @param localMemory bytes of local memory of a work-group
 * @param computeUnits how many work-groups it runs at a time
 * @param vector elements in single precision of a register
 * @param maxWorkGroup largest number of work-items of a work-group
 * @param fp16 whether it computes in half precision
 * @param fp64 whether it computes in double precision
 * @param compiler whether it is switched on and has a compiler
 */
record DeviceTraits(
        String platform,
        String name,
        String vendor,
        String driver,
        String version,
        Kind kind,
        long memory,
        long maxAllocation,
        long localMemory,
        int computeUnits,
        int vector,
        long maxWorkGroup,
        boolean fp16,
        boolean fp64,
        boolean compiler) {

    /** What sort of processor a device is; the order is that of preference. */
    enum Kind {
        GPU,
        OTHER,
        CPU
    }

    private static final long SMALLEST_GROUP = 256;
    private static final String POCL = "Portable Computing Language";

    /** Why no backend can be opened on it, or null if one can. */
    @Nullable String refusal() {
        if (!compiler) {
            return "it is switched off or has no compiler; install the vendor's full driver";
        }
        if (!version.matches("OpenCL ([2-9]|1\\.[2-9]).*")) {
            return "it has " + version + ", but OpenCL 1.2 is needed; update its driver";
        }
        if (kind != Kind.CPU && maxWorkGroup < SMALLEST_GROUP) {
            return "its work-groups hold "
                    + maxWorkGroup
                    + " work-items, but "
                    + SMALLEST_GROUP
                    + " are needed";
        }
        return null;
    }

    /** One line of figures for people. */
    String summary() {
        return String.format(
                Locale.ROOT,
                "%s, driver %s, %s, %.1f GiB, %d compute units%s%s",
                vendor,
                driver,
                version,
                memory / (double) (1L << 30),
                computeUnits,
                fp16 ? ", fp16" : "",
                fp64 ? ", fp64" : "");
    }

    /**
     * Whether the driver is PoCL. It keeps compiled kernels on disk by itself, and hands out the
     * binary of a program only after compiling each of its kernels once more, in a form that is
     * never run.
     */
    boolean isPocl() {
        return platform.equals(POCL);
    }

    /** What compiled programs depend on. */
    String fingerprint() {
        return String.join("\n", platform, name, vendor, driver, version);
    }
}
