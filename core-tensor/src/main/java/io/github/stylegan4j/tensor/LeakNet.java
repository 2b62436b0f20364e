package io.github.stylegan4j.tensor;

import java.lang.ref.Cleaner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The net under tensors that belong to no scope: what became unreachable unclosed is given back and
 * logged.
 */
final class LeakNet implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(LeakNet.class);
    private static final Cleaner CLEANER = Cleaner.create();
    private static final ThreadLocal<Boolean> ORDERLY = ThreadLocal.withInitial(() -> false);

    private final Storage storage;
    private final String what;

    private LeakNet(Storage storage, String what) {
        this.storage = storage;
        this.what = what;
    }

    static Cleaner.Cleanable watch(Tensor tensor, Storage storage) {
        return CLEANER.register(tensor, new LeakNet(storage, tensor.dtype() + "" + tensor.shape()));
    }

    /** Takes the net away without running it. */
    static void unwatch(Cleaner.Cleanable net) {
        ORDERLY.set(true);
        try {
            net.clean();
        } finally {
            ORDERLY.set(false);
        }
    }

    @Override
    public void run() {
        if (!ORDERLY.get()) {
            LOG.warn("Tensor {} was never closed; open a Scope around its use or close it", what);
            storage.release();
        }
    }
}
