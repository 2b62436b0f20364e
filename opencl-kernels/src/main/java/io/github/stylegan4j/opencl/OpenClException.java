package io.github.stylegan4j.opencl;

import io.github.stylegan4j.array.MemoryShortage;
import org.jocl.CL;
import org.jocl.CLException;
import org.jspecify.annotations.Nullable;

/** A failed OpenCL call, with the name of its error and what was being done. */
public final class OpenClException extends RuntimeException implements MemoryShortage {
    private static final String RESUME =
            "resume from the last checkpoint (./stylegan train --resume RUN_DIR)";

    private final int status;

    /**
     * A failure.
     *
     * @param message what failed, and what to do
     * @param status the OpenCL status, below 0
     * @param cause the exception of the binding, or null
     */
    public OpenClException(String message, int status, @Nullable Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    /** The failure of one call, as {@code doing what: CL_NAME (number)}. */
    static OpenClException of(String doing, CLException cause) {
        return new OpenClException(describe(doing, cause), cause.getStatus(), cause);
    }

    /** The failure of a wait: nobody knows which of the queued operations were computed. */
    static OpenClException ofWait(String doing, CLException cause) {
        int status = cause.getStatus();
        String advice = advice(status);
        return new OpenClException(
                doing
                        + " failed with "
                        + name(status)
                        + (advice.isEmpty()
                                ? "; not all of them were computed: " + RESUME
                                : advice),
                status,
                cause);
    }

    /** What to tell people of a failed call. */
    static String describe(String doing, CLException cause) {
        int status = cause.getStatus();
        return doing + " failed with " + name(status) + advice(status);
    }

    /** The OpenCL status, below 0. */
    public int status() {
        return status;
    }

    /** Whether the device or the driver ran out of memory. */
    boolean outOfMemory() {
        return status == CL.CL_MEM_OBJECT_ALLOCATION_FAILURE
                || status == CL.CL_OUT_OF_RESOURCES
                || status == CL.CL_OUT_OF_HOST_MEMORY;
    }

    @Override
    public boolean isMemoryShortage() {
        return outOfMemory() || status == CL.CL_INVALID_BUFFER_SIZE;
    }

    /** Name and number of a status, for example {@code CL_OUT_OF_RESOURCES (-5)}. */
    static String name(int status) {
        String name = CL.stringFor_errorCode(status);
        return (name.startsWith("CL_") ? name : "an error of the driver") + " (" + status + ")";
    }

    /** Whether the driver says that device, context or queue are gone for good. */
    boolean deviceLost() {
        return switch (status) {
            case CL.CL_DEVICE_NOT_AVAILABLE,
                    CL.CL_INVALID_COMMAND_QUEUE,
                    CL.CL_INVALID_CONTEXT,
                    CL.CL_INVALID_DEVICE ->
                    true;
            default -> false;
        };
    }

    private static String advice(int status) {
        return switch (status) {
            case CL.CL_OUT_OF_RESOURCES ->
                    "; the device ran out of memory, or its driver has reset it: "
                            + RESUME
                            + ", with a smaller minibatch if it happens again";
            case CL.CL_INVALID_COMMAND_QUEUE, CL.CL_INVALID_CONTEXT, CL.CL_INVALID_DEVICE ->
                    "; the driver has lost the device, as after a reset: " + RESUME;
            case CL.CL_DEVICE_NOT_AVAILABLE ->
                    "; another program holds the device, or it was switched off: once it is back, "
                            + RESUME;
            default -> "";
        };
    }
}
