package io.github.stylegan4j.opencl;

import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.BackendOptions;
import io.github.stylegan4j.spi.BackendProvider;
import io.github.stylegan4j.spi.DeviceInfo;
import java.nio.file.Path;
import java.util.List;
import org.jocl.CL;

/**
 * Offers the device {@code losing}, this machine's OpenCL device that is lost after some launches;
 * known only to processes whose class path has the service file that a test writes.
 */
public final class LosingProvider implements BackendProvider {
    /** Environment variable: how many launches pass. */
    static final String LAUNCHES = "STYLEGAN4J_TEST_LAUNCHES";

    /** Environment variable: the folder of compiled programs. */
    static final String CACHE = "STYLEGAN4J_TEST_CACHE";

    /** For the service loader. */
    public LosingProvider() {}

    @Override
    public String kind() {
        return "losing";
    }

    @Override
    public int priority() {
        return -1;
    }

    @Override
    public List<DeviceInfo> devices() {
        return List.of(new DeviceInfo(kind(), "a device that is lost", true, "for tests"));
    }

    @Override
    public Backend open(String device, BackendOptions options) {
        FailingDevice failing = FailingDevice.open(Path.of(System.getenv(CACHE)));
        long passing = Long.parseLong(System.getenv(LAUNCHES));
        failing.queue().arm(FailingQueue.Call.LAUNCH, CL.CL_INVALID_COMMAND_QUEUE, passing);
        return failing.backend();
    }
}
