package io.github.stylegan4j.opencl;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.abort;

import io.github.stylegan4j.opencl.Discovery.Found;
import io.github.stylegan4j.profile.Profiler;
import io.github.stylegan4j.spi.BackendOptions;
import java.nio.file.Path;

/** This machine's first OpenCL device, reached through a queue that fails on demand. */
final class FailingDevice {
    private final OpenClBackend backend;
    private FailingQueue queue;

    private FailingDevice(Found found, Path cache) {
        Variant variant = Variant.of(found.traits().kind());
        Session session =
                new Session(
                        found,
                        variant,
                        Profiler.off(),
                        inner -> {
                            queue = new FailingQueue(inner);
                            return queue;
                        });
        backend =
                new OpenClBackend(
                        "opencl:failing",
                        session,
                        BackendOptions.defaults(),
                        new BinaryCache(cache));
    }

    /** Opens it; without a device the test is skipped, or fails where one is required. */
    static FailingDevice open(Path cache) {
        Discovery discovery = Discovery.ofThisMachine();
        for (Found found : discovery.devices()) {
            if (found.traits().refusal() == null) {
                return new FailingDevice(found, cache);
            }
        }
        assertFalse(
                "true".equals(System.getenv("STYLEGAN4J_REQUIRE_OPENCL")),
                "An OpenCL device is required: " + discovery.problem());
        return abort("No OpenCL device: " + discovery.problem());
    }

    OpenClBackend backend() {
        return backend;
    }

    FailingQueue queue() {
        return queue;
    }
}
