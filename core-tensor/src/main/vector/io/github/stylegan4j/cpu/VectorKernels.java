package io.github.stylegan4j.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Kernels on the Vector API.
 *
 * <p>All of them use one shape of vector, the processor's widest, because the JIT compiler does not
 * compile well what has seen several. They call the Vector API directly: a method of their own
 * between would not be inlined beyond some size, and every vector it returns would be an object.
 * Only {@link CpuKernelSet} names this class, after it has made sure of the module.
 */
final class VectorKernels implements KernelFamily {
    /** The vectors of all kernels. */
    static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;

    /** Elements of a vector. */
    static final int LANES = FLOATS.length();

    /**
     * Some kernels take four channels at a time from one vector. Narrower ones exist only where the
     * JVM has no vectors worth the name.
     */
    private static final int LEAST_LANES = 4;

    @Override
    public CpuKernelSet set() {
        return CpuKernelSet.VECTOR;
    }

    @Override
    public String description() {
        return FLOATS.vectorBitSize() + "-bit vectors";
    }

    @Override
    public boolean suitsProcessor() {
        return LANES >= LEAST_LANES;
    }

    @Override
    public double multiplyAdds(long operations) {
        return VectorLimit.run(operations);
    }

    @Override
    public PanelKernel panels() {
        return new VectorPanelKernel();
    }

    @Override
    public FilteredConv filteredConv(BlockedProduct engine) {
        return new VectorFilteredConv(engine);
    }

    @Override
    public PhasedConv phasedConv(BlockedProduct engine) {
        return new VectorPhasedConv(engine);
    }

    @Override
    public ResizedConv resizedConv(BlockedProduct engine) {
        return new VectorResizedConv(engine);
    }

    @Override
    public PointwiseConv pointwiseConv(CpuThreads threads) {
        return new VectorPointwise(threads);
    }

    @Override
    public PlaneLoops planes() {
        return new VectorPlaneLoops();
    }

    @Override
    public StyledLoops styled(Workspace.Pool workspaces) {
        return new VectorStyledLoops();
    }
}
