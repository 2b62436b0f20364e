package io.github.stylegan4j.opencl;

import org.jocl.CL;
import org.jocl.CLException;
import org.jspecify.annotations.Nullable;

/** A failed OpenCL call, with the name of its error and what was being done. */
public final class OpenClException extends RuntimeException {
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

    /** Name and number of a status, for example {@code CL_OUT_OF_RESOURCES (-5)}. */
    static String name(int status) {
        String name = CL.stringFor_errorCode(status);
        return (name.startsWith("CL_") ? name : "an error of the driver") + " (" + status + ")";
    }

    private static String advice(int status) {
        return switch (status) {
            case CL.CL_OUT_OF_RESOURCES, CL.CL_INVALID_COMMAND_QUEUE, CL.CL_INVALID_CONTEXT ->
                    "; if other programs fail on this device too, the driver has lost it: start"
                            + " again from the last checkpoint";
            case CL.CL_DEVICE_NOT_AVAILABLE ->
                    "; another program holds the device, or it was switched off";
            default -> "";
        };
    }
}
