package io.github.stylegan4j.train;

import io.github.stylegan4j.array.Buffer;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.ForwardingBackend;

/** Counts how often values are read back to the host. */
final class CountingBackend extends ForwardingBackend {
    private long downloads;

    CountingBackend(Backend backend) {
        super(backend);
    }

    long downloads() {
        return downloads;
    }

    @Override
    public void download(Buffer source, double[] target) {
        downloads++;
        super.download(source, target);
    }

    @Override
    public void download(Buffer source, float[] target) {
        downloads++;
        super.download(source, target);
    }
}
