package io.github.stylegan4j.train.bench;

import io.github.stylegan4j.io.HostTensor;
import java.util.Map;

/** A piece of work that was set up and can be repeated. */
public interface Work extends AutoCloseable {
    /**
     * What the work computes from its inputs, by name, to be compared with the other side; called
     * once, before the first {@link #run}. Names that end in {@link Comparison#AFTER} follow an
     * update of parameters and are compared less strictly.
     */
    Map<String, HostTensor> outputs();

    /** One repetition; returns when everything is computed. */
    void run();

    @Override
    void close();
}
