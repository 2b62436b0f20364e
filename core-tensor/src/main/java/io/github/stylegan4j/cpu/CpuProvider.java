package io.github.stylegan4j.cpu;

import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.BackendOptions;
import io.github.stylegan4j.spi.BackendProvider;
import io.github.stylegan4j.spi.DeviceInfo;
import io.github.stylegan4j.tuning.DeviceKey;
import java.util.List;

/** Offers the pure-Java CPU device, which is always there. */
public final class CpuProvider implements BackendProvider {
    static final String ID = "cpu";

    /** For {@link java.util.ServiceLoader}. */
    public CpuProvider() {}

    static String name(int threads, KernelFamily family) {
        return "pure Java on "
                + threads
                + (threads == 1 ? " thread, " : " threads, ")
                + family.description();
    }

    @Override
    public String kind() {
        return ID;
    }

    /** Above the reference device, below any device with a driver of its own. */
    @Override
    public int priority() {
        return 0;
    }

    @Override
    public List<DeviceInfo> devices() {
        try {
            CpuKernelSet kernels = CpuKernelSet.ofThisProcess();
            String name = name(Runtime.getRuntime().availableProcessors(), kernels.open());
            return List.of(new DeviceInfo(ID, name, true, reason(kernels)));
        } catch (IllegalArgumentException | UnsupportedOperationException e) {
            return List.of(new DeviceInfo(ID, "pure Java", false, String.valueOf(e.getMessage())));
        }
    }

    private static String reason(CpuKernelSet kernels) {
        return "always available; needs no driver"
                + (kernels == CpuKernelSet.LOOPS && !CpuKernelSet.VECTOR.isAvailable()
                        ? ", and is several times faster with --add-modules jdk.incubator.vector"
                        : "");
    }

    @Override
    public Backend open(String device, BackendOptions options) {
        return new CpuBackend(
                Runtime.getRuntime().availableProcessors(), CpuKernelSet.ofThisProcess(), options);
    }

    /** What measurements hold for: this sort of processor, and the compiler in this JVM. */
    static DeviceKey key(KernelFamily family) {
        return DeviceKey.of(
                ID,
                Processor.name() + ", " + family.description(),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
    }
}
