package io.github.stylegan4j.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.opencl.FailingQueue.Call;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import java.nio.file.Path;
import java.util.List;
import org.jocl.CL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A device that fails says what, why and what to do, once; it can be closed and opened again. */
@Timeout(60)
class DeviceLostTest {
    private static final float[] NUMBERS = {3, -1, 4, 1, -5};

    @TempDir static Path cache;

    private static float[] squares(OpenClBackend backend) {
        try (Scope scope = Scope.open("squares")) {
            return Tensors.of(backend, Shape.of(5), NUMBERS).square().toFloats();
        }
    }

    private static void expectAFreshDeviceToWork() {
        OpenClBackend fresh = FailingDevice.open(cache).backend();
        assertArrayEquals(new float[] {9, 1, 16, 1, 25}, squares(fresh));
        fresh.close();
    }

    /** Names of the call and of the error, and what the message calls the operation. */
    @ParameterizedTest
    @CsvSource({
        "LAUNCH, CL_INVALID_COMMAND_QUEUE, square",
        "LAUNCH, CL_INVALID_CONTEXT, square",
        "LAUNCH, CL_DEVICE_NOT_AVAILABLE, square",
        "LAUNCH, CL_OUT_OF_RESOURCES, square",
        "WRITE, CL_INVALID_COMMAND_QUEUE, copying 20 bytes to the device",
        "WRITE, CL_DEVICE_NOT_AVAILABLE, copying 20 bytes to the device",
        "READ, CL_OUT_OF_RESOURCES, copying 20 bytes from the device",
        "READ, CL_INVALID_COMMAND_QUEUE, copying 20 bytes from the device",
        "FINISH, CL_OUT_OF_RESOURCES, waiting",
        "FINISH, CL_INVALID_COMMAND_QUEUE, waiting",
        "FINISH, CL_DEVICE_NOT_AVAILABLE, waiting",
        "FINISH, CL_EXEC_STATUS_ERROR_FOR_EVENTS_IN_WAIT_LIST, waiting",
    })
    void theFailureIsExplainedAndTheDeviceCloses(Call call, String error, String what)
            throws ReflectiveOperationException {
        FailingDevice device = FailingDevice.open(cache);
        squares(device.backend());
        device.queue().arm(call, CL.class.getField(error).getInt(null), 0);
        OpenClException e = assertThrows(OpenClException.class, () -> squares(device.backend()));
        for (String part : List.of(what, error, "resume from the last checkpoint")) {
            assertTrue(e.getMessage().contains(part), e.getMessage());
        }
        assertDoesNotThrow(device.backend()::close);
        assertEquals(0, device.backend().memory().liveBuffers());
        expectAFreshDeviceToWork();
    }

    @Test
    void nothingIsAskedOfALostDevice() {
        FailingDevice device = FailingDevice.open(cache);
        OpenClBackend backend = device.backend();
        squares(backend);
        device.queue().arm(Call.FINISH, CL.CL_OUT_OF_RESOURCES, 0);
        OpenClException first = assertThrows(OpenClException.class, backend::synchronize);
        for (int i = 0; i < 2; i++) {
            OpenClException e = assertThrows(OpenClException.class, () -> squares(backend));
            assertSame(first, e.getCause());
            assertTrue(e.getMessage().contains("after the device was lost"), e.getMessage());
        }
        assertThrows(OpenClException.class, backend::synchronize);
        assertThrows(OpenClException.class, backend::trim);
        backend.close();
        assertEquals(0, device.queue().callsAfterwards());
    }

    /** The driver reports a failed copy to the device by the status of its event. */
    @Test
    void aCopyThatFailsLaterIsNoticed() {
        FailingDevice device = FailingDevice.open(cache);
        try (OpenClBackend backend = device.backend();
                Scope scope = Scope.open("copies")) {
            Tensors.of(backend, Shape.of(5), NUMBERS);
            device.queue().arm(Call.STATUS, CL.CL_OUT_OF_RESOURCES, 0);
            OpenClException e =
                    assertThrows(
                            OpenClException.class, () -> Tensors.of(backend, Shape.of(5), NUMBERS));
            assertTrue(e.getMessage().contains("copying to the device"), e.getMessage());
        }
    }

    /** What a driver reports for want of memory, another attempt with an empty pool may cure. */
    @Test
    void aShortageThatPassesIsSurvived() {
        FailingDevice device = FailingDevice.open(cache);
        try (OpenClBackend backend = device.backend();
                Scope scope = Scope.open("shortage")) {
            squares(backend);
            Tensor x = Tensors.of(backend, Shape.of(5), NUMBERS);
            assertTrue(backend.memory().pooledBytes() > 0);
            device.queue().arm(Call.LAUNCH, CL.CL_MEM_OBJECT_ALLOCATION_FAILURE, 0);
            device.queue().passAfter(1);
            assertArrayEquals(new float[] {9, 1, 16, 1, 25}, x.square().toFloats());
        }
    }

    /** An argument that is wrong is one operation's fault, not the device's. */
    @Test
    void otherErrorsLeaveTheDeviceUsable() {
        FailingDevice device = FailingDevice.open(cache);
        try (OpenClBackend backend = device.backend()) {
            device.queue().arm(Call.LAUNCH, CL.CL_INVALID_WORK_GROUP_SIZE, 0);
            device.queue().passAfter(1);
            assertThrows(OpenClException.class, () -> squares(backend));
            assertArrayEquals(new float[] {9, 1, 16, 1, 25}, squares(backend));
        }
    }

    @Test
    void aDeviceThatIsLostWhileClosingCloses() {
        FailingDevice device = FailingDevice.open(cache);
        squares(device.backend());
        device.queue().arm(Call.FINISH, CL.CL_DEVICE_NOT_AVAILABLE, 0);
        assertDoesNotThrow(device.backend()::close);
        expectAFreshDeviceToWork();
    }
}
