package io.github.stylegan4j.spi;

import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.profile.Profiler;
import io.github.stylegan4j.tuning.ConvMode;
import io.github.stylegan4j.tuning.DeviceKey;
import io.github.stylegan4j.tuning.Tuning;
import io.github.stylegan4j.tuning.TuningStore;
import io.github.stylegan4j.tuning.TuningTable;
import java.util.Optional;

/**
 * How a backend is opened; immutable.
 *
 * <p>Results depend on these options in their last bits: the same options and the same device give
 * the same bits.
 *
 * @param conv how convolutions are computed
 * @param table measured choices; empty for those that the user's cache folder holds for the device
 * @param dtype element type of tensors that are made without naming one; empty for the device's own
 * @param profiler who is told of every operation; it changes no result
 * @param accounting whether nothing is computed and no memory taken, see {@link #withAccounting}
 */
public record BackendOptions(
        ConvMode conv,
        Optional<TuningTable> table,
        Optional<DType> dtype,
        Profiler profiler,
        boolean accounting) {
    /** What {@link Backends#open(String)} opens with: every choice left to the device. */
    public static BackendOptions defaults() {
        return new BackendOptions(
                ConvMode.AUTO, Optional.empty(), Optional.empty(), Profiler.off(), false);
    }

    /** This with convolutions computed in another way. */
    public BackendOptions withConv(ConvMode newConv) {
        return new BackendOptions(newConv, table, dtype, profiler, accounting);
    }

    /**
     * This with given choices in place of those in the user's cache folder; with {@link
     * TuningTable#empty()} the built-in ones hold.
     */
    public BackendOptions withTable(TuningTable newTable) {
        return new BackendOptions(conv, Optional.of(newTable), dtype, profiler, accounting);
    }

    /** This with another element type for tensors that are made without naming one. */
    public BackendOptions withDType(DType newDType) {
        return new BackendOptions(conv, table, Optional.of(newDType), profiler, accounting);
    }

    /** This with operations measured. */
    public BackendOptions withProfiler(Profiler newProfiler) {
        return new BackendOptions(conv, table, dtype, newProfiler, accounting);
    }

    /**
     * This for keeping account of memory: the backend chooses kernels as ever and its {@link
     * Backend#memory} says what it would hold, but it takes next to no memory and computes nothing.
     * Values read from it are 0.
     */
    public BackendOptions withAccounting() {
        return new BackendOptions(conv, table, dtype, profiler, true);
    }

    /** The choices for a device: for backends, which call it when they are opened. */
    public Tuning tuning(DeviceKey device) {
        return new Tuning(device, conv, table.orElseGet(() -> TuningStore.ofUser().load(device)));
    }
}
