package io.github.stylegan4j.cpu;

import org.jspecify.annotations.Nullable;

/** The innermost loops of the CPU backend, of one of the {@link CpuKernelSet}s. */
interface KernelFamily {
    /** Which set they are. */
    CpuKernelSet set();

    /** What they are made of, for people. */
    String description();

    /** Whether this processor is one they are made for; on others they must not be used. */
    boolean suitsProcessor();

    /**
     * Multiplies and adds what stays in registers; a processor's limit.
     *
     * @param operations about how many multiplications and additions to do
     * @return how many were done
     */
    double multiplyAdds(long operations);

    /** The innermost part of matrix products and convolutions. */
    PanelKernel panels();

    /** Convolutions by minimal filtering. */
    FilteredConv filteredConv(BlockedProduct engine);

    /** Doubling, convolution and blur in one, or null if there is nothing better than in turn. */
    @Nullable PhasedConv phasedConv(BlockedProduct engine);

    /** Convolutions that resize in one, or null if there is nothing better than in turn. */
    @Nullable ResizedConv resizedConv(BlockedProduct engine);

    /** Convolutions with a kernel of 1 x 1, or null if there is nothing better than a product. */
    @Nullable PointwiseConv pointwiseConv(CpuThreads threads);

    /** Sums over planes and filters of three taps. */
    PlaneLoops planes();

    /** The epilogue of a generator's layer. */
    StyledLoops styled(Workspace.Pool workspaces);
}
