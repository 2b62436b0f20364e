package io.github.stylegan4j.train.bench;

import io.github.stylegan4j.io.HostTensor;
import java.util.Map;

/**
 * Another library that can do the benchmark's work; found by {@link java.util.ServiceLoader} in the
 * process that {@link PeerProcess} starts, and never on this library's own class path.
 */
public interface Peer {
    /** What {@code --vs} calls it. */
    String name();

    /**
     * Sets a piece of work up.
     *
     * @param spec which
     * @param layout how to lay out images
     * @param threads how many threads compute
     * @param inputs what to compute from, by the names of {@link WorkSpec.Kind} and, for networks,
     *     those of their parameters
     */
    Work open(WorkSpec spec, Layout layout, int threads, Map<String, HostTensor> inputs);
}
