package io.github.stylegan4j.opencl;

import io.github.stylegan4j.array.Buffer;
import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.array.View;
import io.github.stylegan4j.opencl.Discovery.Found;
import io.github.stylegan4j.profile.Profiler;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.BackendOptions;
import io.github.stylegan4j.spi.KernelTable;
import io.github.stylegan4j.spi.MemoryLimits;
import io.github.stylegan4j.spi.MemoryStats;
import io.github.stylegan4j.spi.OpSpec;
import io.github.stylegan4j.tensor.Cast;
import io.github.stylegan4j.tuning.DeviceKey;
import io.github.stylegan4j.tuning.Tuning;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Computes on one OpenCL device. Operations are handed to an in-order queue and run while the host
 * goes on; only downloads, {@link #synchronize()} and {@link #trim()} wait.
 *
 * <p>Single precision is what it is made for; double precision is there if the device has it.
 */
public final class OpenClBackend implements Backend {
    private final String id;
    private final Session session;
    private final DeviceMemory memory;
    private final Transfers transfers;
    private final Programs programs;
    private final OffsetTables tables;
    private final Tuning tuning;
    private final Profiler profiler;
    private final BackendOptions options;
    private final DType dtype;
    private final Dealer dealer;
    private final KeptWeights kept;
    private final Device device;
    private final KernelTable kernels;

    /**
     * A backend over a device in use, which it closes.
     *
     * @param cache where compiled programs are kept, or null if the driver does that itself
     */
    OpenClBackend(String id, Session session, BackendOptions options, @Nullable BinaryCache cache) {
        this.id = id;
        this.tuning = options.tuning(key(session));
        this.profiler = options.profiler();
        this.options = options;
        this.dtype = options.dtype().orElse(DType.FLOAT32);
        this.session = session;
        this.memory =
                options.accounting() ? DeviceMemory.accounting(session) : new DeviceMemory(session);
        this.transfers = new Transfers(session);
        this.programs = new Programs(session, cache);
        this.tables = new OffsetTables(session);
        this.dealer = new Dealer(session);
        this.kept = new KeptWeights(memory);
        this.device = new Device(session, memory, programs, tuning, dealer, kept);
        this.kernels = Kernels.table(device, tables, new ConvChoice(tuning));
        if (profiler.isOn() && !profiler.measuresOperations()) {
            profiler.follow(session::note);
        }
    }

    static OpenClBackend open(String id, Found found, Variant variant, BackendOptions options) {
        UnaryOperator<CommandQueue> queue =
                options.accounting() ? AccountQueue::new : UnaryOperator.identity();
        Session session = new Session(found, variant, options.profiler(), queue);
        try {
            return new OpenClBackend(id, session, options, BinaryCache.ofUser(found.traits()));
        } catch (RuntimeException | Error e) {
            session.close();
            throw e;
        }
    }

    private static DeviceKey key(Session session) {
        DeviceTraits t = session.traits();
        return DeviceKey.of(
                OpenClProvider.KIND,
                t.name() + ", " + session.variant().name().toLowerCase(Locale.ROOT),
                t.platform() + ", " + t.version() + ", driver " + t.driver());
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String description() {
        return session.traits().name() + " (" + session.traits().summary() + ")";
    }

    @Override
    public DType defaultDType() {
        return dtype;
    }

    @Override
    public boolean supports(DType dtype) {
        return dtype == DType.FLOAT32 || session.traits().fp64();
    }

    @Override
    public boolean supports(OpSpec op, DType dtype) {
        return supports(dtype)
                && kernels.has(op.getClass())
                && !(op instanceof Cast cast && !supports(cast.to()));
    }

    @Override
    public Buffer allocate(DType dtype, int length) {
        return memory.allocate(dtype, length);
    }

    @Override
    public void release(Buffer buffer) {
        kept.changed(buffer);
        memory.release(buffer);
    }

    @Override
    public void upload(double[] source, Buffer target) {
        kept.changed(target);
        transfers.upload(source, (ClBuffer) target);
    }

    @Override
    public void upload(float[] source, Buffer target) {
        kept.changed(target);
        transfers.upload(source, (ClBuffer) target);
    }

    @Override
    public void download(Buffer source, double[] target) {
        transfers.download((ClBuffer) source, target);
    }

    @Override
    public void download(Buffer source, float[] target) {
        transfers.download((ClBuffer) source, target);
    }

    @Override
    public void run(OpSpec op, View[] inputs, View[] outputs) {
        try {
            kernels.run(op, inputs, outputs);
        } finally {
            tables.bound();
            for (View output : outputs) {
                kept.changed(output.buffer());
            }
        }
    }

    @Override
    public double multiplyAdds(long operations) {
        return LimitKernel.run(device, operations);
    }

    @Override
    public void synchronize() {
        session.finish();
    }

    @Override
    public Optional<Backend> accounting() {
        BackendOptions counting = options.withProfiler(Profiler.off()).withAccounting();
        return Optional.of(open(id, session.found(), session.variant(), counting));
    }

    @Override
    public Tuning tuning() {
        return tuning;
    }

    @Override
    public Profiler profiler() {
        return profiler;
    }

    @Override
    public MemoryLimits limits() {
        DeviceTraits traits = session.traits();
        return new MemoryLimits(traits.memory(), traits.maxAllocation());
    }

    @Override
    public MemoryStats memory() {
        return memory.stats();
    }

    @Override
    public void forgetPeak() {
        memory.forgetPeak();
    }

    /** What the host did so far. */
    public Counters counters() {
        return session.counters();
    }

    @Override
    public void trim() {
        memory.trim();
    }

    @Override
    public void close() {
        if (session.isClosed()) {
            return;
        }
        profiler.follow(null);
        transfers.close();
        kept.clear();
        memory.close();
        dealer.close();
        tables.clear();
        programs.close();
        session.close();
    }
}
