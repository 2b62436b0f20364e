package io.github.stylegan4j.cpu;

import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.array.View;
import io.github.stylegan4j.host.HostBackend;
import io.github.stylegan4j.profile.Profiler;
import io.github.stylegan4j.reference.ReferenceKernels;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.BackendOptions;
import io.github.stylegan4j.spi.KernelTable;
import io.github.stylegan4j.spi.MemoryStats;
import io.github.stylegan4j.spi.OpSpec;
import io.github.stylegan4j.tuning.Tuning;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Computes with plain Java on all cores: the device that is always there.
 *
 * <p>Single precision has kernels of its own, on the Vector API or as loops that the JIT compiler
 * vectorises ({@link CpuKernelSet}); double precision, meant for checks, uses the reference
 * kernels. Results do not depend on the number of threads.
 */
public final class CpuBackend extends HostBackend {
    private final KernelTable reference = ReferenceKernels.table();
    private final CpuThreads threads;
    private final Workspace.Pool workspaces = new Workspace.Pool();
    private final KernelFamily family;
    private final Tuning tuning;
    private final Profiler profiler;
    private final KernelTable fast;
    private final boolean accounting;
    private final Supplier<Backend> accountant;
    private final Set<Sample> sampled = new HashSet<>();

    /**
     * A backend with a team of threads of its own and the process's choice of kernels.
     *
     * @param threads how many, the calling thread included; at least 1
     * @throws UnsupportedOperationException if this JVM cannot run the kernels it was told to
     */
    public CpuBackend(int threads) {
        this(threads, CpuKernelSet.ofThisProcess());
    }

    /**
     * A backend with a team of threads of its own.
     *
     * @param threads how many, the calling thread included; at least 1
     * @param kernels the kernels it computes with
     * @throws UnsupportedOperationException if this JVM cannot run them
     */
    public CpuBackend(int threads, CpuKernelSet kernels) {
        this(threads, kernels, BackendOptions.defaults());
    }

    /**
     * A backend with a team of threads of its own.
     *
     * @param threads how many, the calling thread included; at least 1
     * @param kernels the kernels it computes with
     * @param options how it chooses among them
     * @throws UnsupportedOperationException if this JVM cannot run them
     */
    public CpuBackend(int threads, CpuKernelSet kernels, BackendOptions options) {
        super(CpuProvider.ID, options.dtype().orElse(DType.FLOAT32), options.accounting());
        this.family = kernels.open();
        this.profiler = options.profiler();
        this.accounting = options.accounting();
        BackendOptions counting = options.withProfiler(Profiler.off()).withAccounting();
        this.accountant = () -> new CpuBackend(threads, kernels, counting);
        this.tuning = options.tuning(CpuProvider.key(family));
        // Last of what can fail, since nobody could end its threads.
        this.threads = new CpuThreads(threads, accounting);
        this.fast = CpuKernels.table(this.threads, workspaces, family, tuning);
    }

    @Override
    public String description() {
        return CpuProvider.name(threads.size(), family);
    }

    @Override
    public boolean supports(OpSpec op, DType dtype) {
        return hasFast(op, dtype) || reference.has(op.getClass());
    }

    private boolean hasFast(OpSpec op, DType dtype) {
        return dtype == DType.FLOAT32 && fast.has(op.getClass());
    }

    @Override
    public void run(OpSpec op, View[] inputs, View[] outputs) {
        boolean single = outputs[0].dtype() == DType.FLOAT32;
        for (View v : inputs) {
            single &= v.dtype() == DType.FLOAT32;
        }
        KernelTable table = single && fast.has(op.getClass()) ? fast : reference;
        if (accounting && !sampled.add(new Sample(op, layouts(inputs), layouts(outputs)))) {
            return;
        }
        if (profiler.measuresOperations()) {
            profiler.measure(
                    op.name(), () -> shapes(inputs, outputs), () -> table.run(op, inputs, outputs));
        } else {
            table.run(op, inputs, outputs);
        }
    }

    /** An operation whose scratch memory is known; strides decide whether it copies its inputs. */
    private record Sample(OpSpec op, List<String> inputs, List<String> outputs) {}

    private static List<String> layouts(View[] views) {
        return Arrays.stream(views)
                .map(v -> v.shape() + " " + Arrays.toString(v.strides()) + v.isContiguous())
                .toList();
    }

    @Override
    public double multiplyAdds(long operations) {
        double[] done = new double[threads.size()];
        threads.each(done.length, i -> done[i] = family.multiplyAdds(operations));
        return Arrays.stream(done).sum();
    }

    private static String shapes(View[] inputs, View[] outputs) {
        return Stream.concat(Arrays.stream(inputs), Arrays.stream(outputs))
                .map(v -> v.shape().toString())
                .collect(Collectors.joining(" "));
    }

    @Override
    public Optional<Backend> accounting() {
        return Optional.of(accountant.get());
    }

    /** Scratch memory of kernels counts as waiting for reuse. */
    @Override
    public MemoryStats memory() {
        MemoryStats tensors = super.memory();
        // Where loops are only sampled, one thread's workspaces stand for those of all.
        long scratch = workspaces.bytes(accounting ? threads.size() : 1);
        return new MemoryStats(
                tensors.liveBuffers(),
                tensors.liveBytes(),
                tensors.peakLiveBytes(),
                tensors.pooledBytes() + scratch,
                tensors.allocations());
    }

    @Override
    public Profiler profiler() {
        return profiler;
    }

    @Override
    public Tuning tuning() {
        return tuning;
    }

    @Override
    public void trim() {
        super.trim();
        workspaces.clear();
        sampled.clear();
    }

    @Override
    public void close() {
        threads.close();
        workspaces.clear();
        super.close();
    }
}
