package io.github.stylegan4j.conformance;

import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.cpu.CpuBackend;
import io.github.stylegan4j.cpu.CpuKernelSet;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.BackendOptions;
import io.github.stylegan4j.spi.Backends;
import io.github.stylegan4j.spi.DeviceInfo;
import io.github.stylegan4j.tensor.Cast;
import io.github.stylegan4j.tensor.FusedOp;
import io.github.stylegan4j.tuning.ConvMode;
import io.github.stylegan4j.tuning.TuningTable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The devices under test, and the oracle beside them. */
final class Devices implements AutoCloseable {
    private static final String CPU = "cpu";
    private static final int CPU_THREADS = 2;

    /** System property that forces a variant of OpenCL's kernels, as docs/opencl.md has it. */
    private static final String VARIANT = "stylegan4j.opencl.variant";

    private final List<Backend> all = new ArrayList<>();
    private final Backend oracle = Backends.open("reference");
    private final Backend fusedKernels = new PoisonBackend(new FusedKernelBackend());

    /** A device with one of its element types. */
    record Typed(Backend backend, DType dtype) {
        @Override
        public String toString() {
            return backend.id() + " (" + backend.description() + ") " + dtype;
        }
    }

    /** Opens every usable device of this machine, the processor with each set of kernels. */
    static Devices ofThisMachine() {
        return of(BackendOptions.defaults());
    }

    /** The same with one algorithm forced on all convolutions that it can compute. */
    static Devices ofThisMachine(ConvMode forced) {
        return of(BackendOptions.defaults().withTable(TuningTable.empty()).withConv(forced));
    }

    private static Devices of(BackendOptions options) {
        Devices devices = new Devices();
        devices.open(options);
        for (CpuKernelSet kernels : CpuKernelSet.values()) {
            if (kernels.isAvailable()) {
                devices.all.add(new PoisonBackend(new CpuBackend(CPU_THREADS, kernels, options)));
            }
        }
        devices.all.add(devices.fusedKernels);
        return devices;
    }

    /** Opens every usable device but the processor. */
    private void open(BackendOptions options) {
        for (DeviceInfo info : Backends.devices()) {
            if (info.usable() && !info.id().equals(CPU)) {
                all.add(new PoisonBackend(Backends.open(info.id(), options)));
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
            devices.open(BackendOptions.defaults());
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

    /** Every device in every element type it has. */
    Stream<Typed> typed() {
        return all.stream()
                .flatMap(
                        b ->
                                Stream.of(DType.values())
                                        .filter(b::supports)
                                        .map(t -> new Typed(b, t)));
    }

    /** Every device that computes in single precision. */
    Stream<Backend> single() {
        return all.stream().filter(b -> b.defaultDType() == DType.FLOAT32);
    }

    /** The devices that do something of their own about an operation. */
    List<Typed> running(OpCase c) {
        return typed().filter(
                        d ->
                                c.op() instanceof FusedOp
                                        || d.backend() != fusedKernels
                                                && !(c.op() instanceof Cast cast
                                                        && !d.backend().supports(cast.to())))
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
