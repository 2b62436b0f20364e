package io.github.stylegan4j.cpu;

/** The innermost loops of the CPU backend, of one of the {@link CpuKernelSet}s. */
interface KernelFamily {
    /** What they are made of, for people. */
    String description();

    /** The innermost part of matrix products and convolutions. */
    PanelKernel panels();
}
