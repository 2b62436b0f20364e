package io.github.stylegan4j.conformance;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * The kernels that are written for GPUs give the reference's values too, where a CPU stands in for
 * one: every operation of the catalogue, with operands as they are and with axes exchanged.
 */
@TestInstance(Lifecycle.PER_CLASS)
class TiledKernelsTest {
    private final Devices devices = Devices.withTiledKernels();

    @AfterAll
    void close() {
        devices.close();
    }

    @TestFactory
    Stream<DynamicTest> values() {
        boolean none = devices.typed().findAny().isEmpty();
        assertFalse(
                none && "true".equals(System.getenv("STYLEGAN4J_REQUIRE_OPENCL")),
                "An OpenCL device is required");
        assumeFalse(none, "No OpenCL device");
        return Catalogue.operations().stream()
                .map(TiledKernelsTest::inFewLayouts)
                .map(
                        c ->
                                DynamicTest.dynamicTest(
                                        c.toString(), () -> ValuesTest.operation(devices, c)));
    }

    private static OpCase inFewLayouts(OpCase c) {
        Layout[] few = {Layout.PLAIN, Layout.PERMUTED};
        return c.in(Arrays.stream(few).filter(c.layouts()::contains).toArray(Layout[]::new));
    }
}
