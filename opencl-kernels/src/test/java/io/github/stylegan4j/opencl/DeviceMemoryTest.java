package io.github.stylegan4j.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.array.MemoryShortage;
import java.util.List;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.cl_mem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Buffers are reused, refused beforehand when too large, and asked for twice when none is left. */
class DeviceMemoryTest {
    private Session session;

    @BeforeEach
    void open() {
        session = new Session(TestDevice.find(), Variant.COARSE);
    }

    @AfterEach
    void close() {
        if (session != null) {
            session.close();
        }
    }

    /** Memory of so many bytes in all. */
    private DeviceMemory limited(long bytes) {
        long[] left = {bytes};
        DeviceMemory[] memory = new DeviceMemory[1];
        memory[0] =
                new DeviceMemory(
                        session,
                        n -> {
                            long used =
                                    memory[0].stats().liveBytes() + memory[0].stats().pooledBytes();
                            if (used + n > left[0]) {
                                throw new CLException("full", CL.CL_MEM_OBJECT_ALLOCATION_FAILURE);
                            }
                            return create(n);
                        });
        return memory[0];
    }

    private cl_mem create(long bytes) {
        return CL.clCreateBuffer(session.context(), CL.CL_MEM_READ_WRITE, bytes, null, null);
    }

    @Test
    void aSteadyStateAllocatesNothing() {
        DeviceMemory memory = new DeviceMemory(session);
        memory.release(memory.allocate(DType.FLOAT32, 1000));
        long before = memory.stats().allocations();
        for (int i = 0; i < 10; i++) {
            memory.release(memory.allocate(DType.FLOAT32, 1000));
        }
        assertEquals(before, memory.stats().allocations());
        memory.close();
    }

    @Test
    void tooLargeIsRefusedBeforeItIsTried() {
        DeviceMemory memory =
                new DeviceMemory(
                        session,
                        bytes -> {
                            throw new AssertionError("the driver was asked");
                        });
        long limit = session.traits().maxAllocation();
        if (limit >= Integer.MAX_VALUE * 8L) {
            return;
        }
        OpenClException e =
                assertThrows(
                        OpenClException.class,
                        () -> memory.allocate(DType.FLOAT64, Integer.MAX_VALUE - 8));
        assertTrue(MemoryShortage.in(e));
        assertTrue(e.getMessage().contains("MiB"), e.getMessage());
        assertTrue(e.getMessage().contains("minibatch"), e.getMessage());
    }

    @Test
    void pooledBuffersAreGivenUpBeforeFailing() {
        DeviceMemory memory = limited(10_000);
        memory.release(memory.allocate(DType.FLOAT32, 1500));
        ClBuffer other = memory.allocate(DType.FLOAT32, 2000);
        assertEquals(0, memory.stats().pooledBytes());
        memory.release(other);
        memory.close();
    }

    @Test
    void withNothingToGiveUpItSaysWhatIsInUse() {
        DeviceMemory memory = limited(10_000);
        ClBuffer used = memory.allocate(DType.FLOAT32, 1500);
        OpenClException e =
                assertThrows(OpenClException.class, () -> memory.allocate(DType.FLOAT32, 1500));
        assertTrue(MemoryShortage.in(e));
        for (String part : List.of("1 tensors", "KiB", "minibatch", "50 %")) {
            assertTrue(e.getMessage().contains(part), e.getMessage());
        }
        memory.release(used);
        memory.close();
    }

    @Test
    void afterClosingNothingIsHandedOut() {
        DeviceMemory memory = new DeviceMemory(session);
        memory.close();
        assertThrows(IllegalStateException.class, () -> memory.allocate(DType.FLOAT32, 1));
    }
}
