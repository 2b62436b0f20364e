package io.github.stylegan4j.train.bench;

import io.github.stylegan4j.io.HostTensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The processes of a peer that are under way, which end together. */
final class PeerProcesses implements AutoCloseable {
    private final List<PeerProcess> processes = new ArrayList<>();

    /** Starts one more and sets its work up. */
    PeerProcess start(PeerSetup setup, WorkSpec spec, Layout layout, Map<String, HostTensor> inputs)
            throws IOException {
        PeerProcess process = new PeerProcess(setup, spec, layout);
        processes.add(process);
        process.open(inputs);
        return process;
    }

    /** In the order in which they were started. */
    List<PeerProcess> list() {
        return List.copyOf(processes);
    }

    /** Ends all of them, even if one of them cannot be tidied up after. */
    @Override
    public void close() {
        @Nullable RuntimeException failure = null;
        for (PeerProcess process : processes) {
            try {
                process.close();
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
