package io.github.stylegan4j.opencl;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.github.stylegan4j.opencl.Discovery.Found;
import io.github.stylegan4j.spi.BackendOptions;

/** The OpenCL device tests run on; without one they are skipped, or fail where one is required. */
final class TestDevice {
    static final String REQUIRED = "STYLEGAN4J_REQUIRE_OPENCL";

    private TestDevice() {}

    static Found find() {
        Discovery discovery = Discovery.ofThisMachine();
        for (Found found : discovery.devices()) {
            if (found.traits().refusal() == null) {
                return found;
            }
        }
        String why = "No OpenCL device to test on: " + discovery.problem();
        if ("true".equals(System.getenv(REQUIRED))) {
            return fail(why + " (" + REQUIRED + "=true asks for one)");
        }
        return abort(why);
    }

    /** The same device as if its registers held so many elements. */
    static Found withVector(int vector) {
        Found found = find();
        DeviceTraits t = found.traits();
        DeviceTraits changed =
                new DeviceTraits(
                        t.platform(),
                        t.name(),
                        t.vendor(),
                        t.driver(),
                        t.version(),
                        t.kind(),
                        t.memory(),
                        t.maxAllocation(),
                        t.localMemory(),
                        t.computeUnits(),
                        vector,
                        t.maxWorkGroup(),
                        t.fp16(),
                        t.fp64(),
                        t.compiler());
        return new Found(found.platform(), found.device(), changed);
    }

    static OpenClBackend open(Variant variant) {
        return OpenClBackend.open("opencl:test", find(), variant, BackendOptions.defaults());
    }
}
