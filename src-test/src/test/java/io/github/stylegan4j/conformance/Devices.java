package io.github.stylegan4j.conformance;

import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.cpu.CpuBackend;
import io.github.stylegan4j.cpu.CpuKernelSet;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.Backends;
import io.github.stylegan4j.spi.DeviceInfo;
import io.github.stylegan4j.spi.ForwardingBackend;
import io.github.stylegan4j.tensor.Cast;
import io.github.stylegan4j.tensor.FusedOp;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The devices under test, and the oracle beside them. */
final class Devices implements AutoCloseable {
    private static final String CPU = "cpu";
    private static final int CPU_THREADS = 2;

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
        Devices devices = new Devices();
        for (DeviceInfo info : Backends.devices()) {
            if (info.usable() && !info.id().equals(CPU)) {
                devices.all.add(new PoisonBackend(Backends.open(info.id())));
            }
        }
        for (CpuKernelSet kernels : CpuKernelSet.values()) {
            if (kernels.isAvailable()) {
                devices.all.add(new PoisonBackend(new CpuBackend(CPU_THREADS, kernels)));
            }
        }
        devices.all.add(devices.fusedKernels);
        return devices;
    }

    /** A device with the kernels that are written for CPUs, or for GPUs, whatever it is. */
    private static Backend openCl(String id, String variant) {
        String before = System.getProperty(VARIANT);
        System.setProperty(VARIANT, variant);
        try {
            return new ForwardingBackend(Backends.open(id)) {
                @Override
                public String id() {
                    return id + " " + variant;
                }
            };
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
        oracle.close();
    }
}
