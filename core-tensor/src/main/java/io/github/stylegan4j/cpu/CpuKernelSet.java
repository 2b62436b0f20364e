package io.github.stylegan4j.cpu;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The two sets of kernels of the CPU backend: plain loops, which the JIT compiler vectorises as far
 * as it can, and kernels on the Vector API, which are several times faster but need the JDK's
 * module {@code jdk.incubator.vector} (JVM option {@code --add-modules jdk.incubator.vector}).
 *
 * <p>Both compute the same functions; sums are rounded differently. A process that sets nothing
 * takes vectors where the module is there, and plain loops otherwise. The system property {@value
 * #PROPERTY} forces the choice: {@code auto}, {@code loops} or {@code vector}.
 */
public enum CpuKernelSet {
    /** Plain loops; always there. */
    LOOPS,
    /** The Vector API. */
    VECTOR;

    /** System property that chooses the kernels of a process. */
    public static final String PROPERTY = "stylegan4j.cpu.kernels";

    private static final String MODULE = "jdk.incubator.vector";
    private static final String AUTO = "auto";

    /** Whether this JVM can run them, on this processor. */
    public boolean isAvailable() {
        return this == LOOPS || (hasModule() && load().suitsProcessor());
    }

    private static boolean hasModule() {
        return ModuleLayer.boot().findModule(MODULE).isPresent();
    }

    /**
     * The set that the property asks for, else the fastest that is available.
     *
     * @throws IllegalArgumentException if the property has a value it cannot have
     * @throws UnsupportedOperationException if it asks for vectors and the module is not there
     */
    public static CpuKernelSet ofThisProcess() {
        return named(System.getProperty(PROPERTY, AUTO));
    }

    static CpuKernelSet named(String name) {
        if (name.equals(AUTO)) {
            return VECTOR.isAvailable() ? VECTOR : LOOPS;
        }
        for (CpuKernelSet set : values()) {
            if (set.label().equals(name)) {
                return set;
            }
        }
        String allowed =
                Arrays.stream(values()).map(CpuKernelSet::label).collect(Collectors.joining(", "));
        throw new IllegalArgumentException(
                "System property "
                        + PROPERTY
                        + " is '"
                        + name
                        + "'; it may be "
                        + AUTO
                        + ", "
                        + allowed);
    }

    /** The name in lower case, as the property has it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kernels. */
    KernelFamily open() {
        if (this == LOOPS) {
            return new LoopKernels();
        }
        if (!hasModule()) {
            throw new UnsupportedOperationException(
                    "Kernels on the Vector API need the module "
                            + MODULE
                            + ", which this JVM was started without. Start it with --add-modules "
                            + MODULE
                            + ", or set "
                            + PROPERTY
                            + " to auto or loops");
        }
        KernelFamily vectors = load();
        if (!vectors.suitsProcessor()) {
            throw new UnsupportedOperationException(
                    "This JVM has "
                            + vectors.description()
                            + ", too narrow for the kernels on the Vector API. Set "
                            + PROPERTY
                            + " to auto or loops");
        }
        return vectors;
    }

    private static KernelFamily load() {
        try {
            // By name: to load the class is to need the module.
            Class<?> family = Class.forName("io.github.stylegan4j.cpu.VectorKernels");
            return (KernelFamily) family.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The kernels on the Vector API do not load", e);
        }
    }
}
