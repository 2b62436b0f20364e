package io.github.stylegan4j.conformance;

import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.cpu.CpuBackend;
import io.github.stylegan4j.cpu.CpuKernelSet;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.BackendOptions;
import io.github.stylegan4j.spi.Backends;
import io.github.stylegan4j.spi.DeviceInfo;
import io.github.stylegan4j.spi.OpSpec;
import io.github.stylegan4j.tensor.Cast;
import io.github.stylegan4j.tensor.FusedOp;
import io.github.stylegan4j.tuning.ConvMode;
import io.github.stylegan4j.tuning.TuningTable;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The devices under test, and the oracle beside them. */
final class Devices implements AutoCloseable {
    private static final String CPU = "cpu";
    private static final String REFERENCE = "reference";
    private static final int CPU_THREADS = 2;

    /** System property that forces a variant of OpenCL's kernels, as docs/opencl.md has it. */
    private static final String VARIANT = "stylegan4j.opencl.variant";

    private final List<Backend> all = new ArrayList<>();

    /** The element types that are looked at, where not all are. */
    private final Map<Backend, List<DType>> looked = new IdentityHashMap<>();

    private final Backend oracle = Backends.open(REFERENCE);
    private final Backend fusedKernels = new PoisonBackend(new FusedKernelBackend());

    /** A device with one of its element types. */
    record Typed(Backend backend, DType dtype) {
        @Override
        public String toString() {
            return backend.id() + " (" + backend.description() + ") " + dtype;
        }

        /**
         * Whether it is worth a look at an operation in a memory layout: where the device takes the
         * operation apart, a plain and a strided one will do, since the parts have rows of their
         * own.
         */
        boolean isWorth(OpSpec op, Layout layout) {
            return backend.supports(op, dtype)
                    || layout == Layout.PLAIN
                    || layout == Layout.PERMUTED;
        }
    }

    /** Opens every usable device of this machine, the processor with each set of kernels. */
    static Devices ofThisMachine() {
        Devices devices = new Devices();
        devices.all.add(new PoisonBackend(Backends.open(REFERENCE)));
        devices.open(BackendOptions.defaults(), "");
        devices.openProcessor(BackendOptions.defaults(), "", DType.values());
        devices.all.add(devices.fusedKernels);
        return devices;
    }

    /**
     * The same once for each of some algorithms, in their order, forced on all convolutions that it
     * can compute; the reference, which knows no algorithms, is not among them.
     */
    static Devices withForced(ConvMode... algorithms) {
        Devices devices = new Devices();
        for (ConvMode algorithm : algorithms) {
            BackendOptions options =
                    BackendOptions.defaults().withTable(TuningTable.empty()).withConv(algorithm);
            String note = ", " + algorithm.label();
            devices.open(options, note);
            devices.openProcessor(options, note, DType.FLOAT32);
        }
        return devices;
    }

    /** A device that can be opened again and again. */
    record Opening(String name, Supplier<Backend> open) {}

    /** What {@link #withForced} opens for one algorithm, each to be opened by itself. */
    static List<Opening> opening(ConvMode algorithm) {
        BackendOptions options =
                BackendOptions.defaults().withTable(TuningTable.empty()).withConv(algorithm);
        String note = ", " + algorithm.label();
        List<Opening> devices = new ArrayList<>();
        for (DeviceInfo info : Backends.devices()) {
            if (isOther(info)) {
                devices.add(
                        new Opening(
                                info.id() + note,
                                () -> new PoisonBackend(Backends.open(info.id(), options), note)));
            }
        }
        for (CpuKernelSet kernels : CpuKernelSet.values()) {
            if (kernels.isAvailable()) {
                devices.add(
                        new Opening(
                                CPU + " " + kernels + note,
                                () ->
                                        new PoisonBackend(
                                                new CpuBackend(CPU_THREADS, kernels, options),
                                                note)));
            }
        }
        return devices;
    }

    private static boolean isOther(DeviceInfo info) {
        return info.usable() && !info.id().equals(CPU) && !info.id().equals(REFERENCE);
    }

    /** Opens every usable device but the reference and the processor. */
    private void open(BackendOptions options, String note) {
        for (DeviceInfo info : Backends.devices()) {
            if (isOther(info)) {
                all.add(new PoisonBackend(Backends.open(info.id(), options), note));
            }
        }
    }

    /**
     * The processor with each set of kernels, of which the first is looked at in some element
     * types: only single precision has kernels that differ.
     */
    private void openProcessor(BackendOptions options, String note, DType... first) {
        List<DType> types = List.of(first);
        for (CpuKernelSet kernels : CpuKernelSet.values()) {
            if (kernels.isAvailable()) {
                Backend processor =
                        new PoisonBackend(new CpuBackend(CPU_THREADS, kernels, options), note);
                all.add(processor);
                looked.put(processor, types);
                types = List.of(DType.FLOAT32);
            }
        }
    }

    /**
     * The OpenCL devices alone, with the kernels that are written for GPUs; none on some machines.
     */
    static Devices withTiledKernels() {
        String before = System.getProperty(VARIANT);
        System.setProperty(VARIANT, "tiled");
        try {
            Devices devices = new Devices();
            devices.open(BackendOptions.defaults(), "");
            return devices;
        } finally {
            if (before == null) {
                System.clearProperty(VARIANT);
            } else {
                System.setProperty(VARIANT, before);
            }
        }
    }

    /** The definition of what is right: double precision. */
    Backend oracle() {
        return oracle;
    }

    /** The double-precision device that asks fused operations for their own derivatives. */
    Backend fusedKernels() {
        return fusedKernels;
    }

    /** Every device in every element type in which it computes in a way of its own. */
    Stream<Typed> typed() {
        return all.stream()
                .flatMap(
                        b ->
                                looked.getOrDefault(b, List.of(DType.values())).stream()
                                        .filter(b::supports)
                                        .map(t -> new Typed(b, t)));
    }

    /** Every device that computes in single precision. */
    Stream<Backend> single() {
        return all.stream().filter(b -> b.defaultDType() == DType.FLOAT32);
    }

    /** The devices that do something of their own about operations that are not fused. */
    Stream<Typed> plain() {
        return typed().filter(d -> d.backend() != fusedKernels);
    }

    /** The devices that do something of their own about an operation. */
    List<Typed> running(OpCase c) {
        if (c.op() instanceof FusedOp) {
            return typed().toList();
        }
        return plain().filter(
                        d -> !(c.op() instanceof Cast cast && !d.backend().supports(cast.to())))
                .toList();
    }

    @Override
    public void close() {
        all.forEach(Backend::close);
        if (!all.contains(fusedKernels)) {
            fusedKernels.close();
        }
        oracle.close();
    }
}
