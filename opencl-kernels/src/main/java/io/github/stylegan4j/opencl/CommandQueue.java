package io.github.stylegan4j.opencl;

import java.util.function.LongConsumer;
import org.jocl.Pointer;
import org.jocl.cl_event;
import org.jocl.cl_kernel;
import org.jocl.cl_mem;

/**
 * The calls through which work reaches a device and comes back, and so those that fail when the
 * device is lost. Each throws {@link org.jocl.CLException} as the driver reports it.
 *
 * <p>They stand behind an interface so that tests can put a device's loss in any of them.
 */
interface CommandQueue {
    /**
     * Queues a kernel whose arguments are set.
     *
     * @param what the operation and the kernel, for people
     */
    void launch(cl_kernel kernel, String what, long[] global, long[] local);

    /** Queues a copy to the device and returns at once; the source must stay until it is done. */
    cl_event write(cl_mem target, long bytes, Pointer source);

    /** Copies from the device; waits until that and all before it is done. */
    void read(cl_mem source, long bytes, Pointer target);

    /**
     * How far a command is: {@code CL_COMPLETE}, above it while it is not done, below if failed.
     */
    int status(cl_event command);

    /** Waits until a command is done. */
    void await(cl_event command);

    /**
     * Notes when the device is done with all commands so far, if this queue keeps the time.
     *
     * @param reached see {@link io.github.stylegan4j.profile.DeviceClock}
     * @return whether it does
     */
    default boolean note(LongConsumer reached) {
        return false;
    }

    /** Waits until all commands are done. */
    void finish();

    /** Gives the queue back. */
    void close();
}
