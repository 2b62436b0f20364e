package io.github.stylegan4j.train.bench;

import io.github.stylegan4j.io.HostTensor;
import java.util.Map;

/** A piece of work on this project's engine, which also says what it computes from. */
interface OwnWork extends Work {
    /** Everything the other side needs to compute the same, by name. */
    Map<String, HostTensor> inputs();
}
