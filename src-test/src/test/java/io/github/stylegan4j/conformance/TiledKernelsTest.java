package io.github.stylegan4j.conformance;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * The kernels that are written for GPUs give the reference's values too, where a CPU stands in for
 * one: of every sort of operation the first case of the catalogue and some of the others, with
 * operands as they are and with axes exchanged. All of them would take minutes to compile.
 */
@TestInstance(Lifecycle.PER_CLASS)
class TiledKernelsTest {
    /** One of so many cases is looked at. */
    private static final int SAMPLE = 8;

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
        return sample().map(TiledKernelsTest::inFewLayouts)
                .map(
                        c ->
                                DynamicTest.dynamicTest(
                                        c.toString(), () -> ValuesTest.operation(devices, c)));
    }

    private static Stream<OpCase> sample() {
        Map<Class<?>, Integer> seen = new HashMap<>();
        return Catalogue.operations().stream()
                .filter(c -> seen.merge(c.op().getClass(), 1, Integer::sum) % SAMPLE == 1);
    }

    private static OpCase inFewLayouts(OpCase c) {
        Layout[] few = {Layout.PLAIN, Layout.PERMUTED};
        return c.in(Arrays.stream(few).filter(c.layouts()::contains).toArray(Layout[]::new));
    }
}
