package io.github.stylegan4j.cpu;

import org.jspecify.annotations.Nullable;

/** Plain loops that the JIT compiler vectorises. */
final class LoopKernels implements KernelFamily {
    @Override
    public CpuKernelSet set() {
        return CpuKernelSet.LOOPS;
    }

    @Override
    public String description() {
        return "plain loops";
    }

    @Override
    public boolean suitsProcessor() {
        return true;
    }

    @Override
    public double multiplyAdds(long operations) {
        return LoopLimit.run(operations);
    }

    @Override
    public PanelKernel panels() {
        return Runtime.version().feature() >= LoopPanelKernels.DEEP_FROM_JAVA
                ? new LoopPanelKernels.FourByThree()
                : new LoopPanelKernels.FourByTwo();
    }

    @Override
    public FilteredConv filteredConv(BlockedProduct engine) {
        return new LoopFilteredConv(engine);
    }

    @Override
    public @Nullable PhasedConv phasedConv(BlockedProduct engine) {
        return null;
    }

    @Override
    public @Nullable ResizedConv resizedConv(BlockedProduct engine) {
        return null;
    }

    @Override
    public @Nullable PointwiseConv pointwiseConv(CpuThreads threads) {
        return null;
    }

    @Override
    public PlaneLoops planes() {
        return new PlainPlaneLoops();
    }

    @Override
    public StyledLoops styled(Workspace.Pool workspaces) {
        return new PlainStyledLoops(workspaces);
    }
}
