package io.github.stylegan4j.opencl;

import io.github.stylegan4j.opencl.Discovery.Found;
import io.github.stylegan4j.profile.Profiler;
import java.util.Arrays;
import java.util.function.LongConsumer;
import java.util.function.UnaryOperator;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.cl_context;
import org.jocl.cl_context_properties;
import org.jocl.cl_device_id;
import org.jocl.cl_event;
import org.jocl.cl_kernel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One device in use: its context, its in-order queue, and counters of what the host did.
 *
 * <p>Once a wait has failed, or a call has said that the device is gone, nothing that was queued
 * can be trusted: from then on every call is refused with that first failure, without asking the
 * driver, and closing waits for nothing.
 */
final class Session implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    private final Found found;
    private final DeviceTraits traits;
    private final Variant variant;
    private final cl_device_id device;
    private final cl_context context;
    private final CommandQueue queue;
    private Runnable giveUpMemory = () -> {};
    private @Nullable OpenClException loss;
    private long launches;
    private long waits;
    private long uploads;
    private long builds;
    private boolean closed;

    /** Opens a device. */
    Session(Found found, Variant variant) {
        this(found, variant, Profiler.off(), UnaryOperator.identity());
    }

    /**
     * Opens a device.
     *
     * @param profiler who is told of what runs
     * @param wrapping what the queue is reached through: for tests of its failures
     */
    Session(Found found, Variant variant, Profiler profiler, UnaryOperator<CommandQueue> wrapping) {
        CL.setExceptionsEnabled(true);
        this.found = found;
        this.traits = found.traits();
        this.variant = variant;
        this.device = found.device();
        if (traits.isPocl()) {
            SignalHandlers.warnAboutPocl();
        }
        try {
            cl_context_properties properties = new cl_context_properties();
            properties.addProperty(CL.CL_CONTEXT_PLATFORM, found.platform());
            context =
                    CL.clCreateContext(
                            properties, 1, new cl_device_id[] {device}, null, null, null);
            queue = wrapping.apply(queue(profiler));
        } catch (CLException e) {
            throw OpenClException.of("opening " + traits.name(), e);
        }
    }

    private CommandQueue queue(Profiler profiler) {
        try {
            if (profiler.measuresOperations()) {
                return new ProfilingQueue(context, device, profiler);
            }
            return profiler.isOn()
                    ? TimekeepingQueue.open(context, device, TimekeepingQueue::timed)
                    : new DriverQueue(context, device);
        } catch (CLException e) {
            CL.clReleaseContext(context);
            throw e;
        }
    }

    Found found() {
        return found;
    }

    DeviceTraits traits() {
        return traits;
    }

    Variant variant() {
        return variant;
    }

    cl_device_id device() {
        return device;
    }

    cl_context context() {
        return context;
    }

    Counters counters() {
        return new Counters(launches, waits, uploads, builds);
    }

    /** What to do before a launch that ran out of memory is tried once more. */
    void onShortage(Runnable giveUp) {
        giveUpMemory = giveUp;
    }

    void countBuild() {
        builds++;
    }

    /**
     * Hands a kernel to the queue. A driver that allocates late may run out of memory here; pooled
     * buffers are then given up and the launch is tried once more.
     */
    void launch(cl_kernel kernel, String what, long[] global, long[] local) {
        requireDevice("running", what);
        launches++;
        try {
            queue.launch(kernel, what, global, local);
        } catch (CLException e) {
            OpenClException first = failed(describe(what, global, local), e);
            if (!first.outOfMemory()) {
                throw first;
            }
            relaunch(kernel, what, global, local, first);
        }
    }

    private void relaunch(
            cl_kernel kernel, String what, long[] global, long[] local, OpenClException first) {
        try {
            giveUpMemory.run();
            queue.launch(kernel, what, global, local);
        } catch (CLException e) {
            throw failed(describe(what, global, local), e);
        } catch (OpenClException e) {
            first.addSuppressed(e);
            throw first;
        }
    }

    private static String describe(String what, long[] global, long[] local) {
        return String.format(
                "running %s on %s work-items in groups of %s",
                what, Arrays.toString(global), Arrays.toString(local));
    }

    /** Queues a copy to the device and returns at once; the source must stay until it is done. */
    cl_event write(ClBuffer target, long bytes, Pointer source) {
        requireDevice("copying to", "the device");
        uploads++;
        try {
            return queue.write(target.memory(), bytes, source);
        } catch (CLException e) {
            throw failed("copying " + bytes + " bytes to the device", e);
        }
    }

    /** Copies from the device; waits until that and all before it is done. */
    void read(ClBuffer source, long bytes, Pointer target) {
        requireDevice("copying from", "the device");
        try {
            queue.read(source.memory(), bytes, target);
        } catch (CLException e) {
            throw lost("copying " + bytes + " bytes from the device", e);
        }
    }

    /** Whether a copy to the device is done. */
    boolean isDone(cl_event copy) {
        requireDevice("copying to", "the device");
        try {
            int status = queue.status(copy);
            if (status < CL.CL_COMPLETE) {
                throw new CLException(CL.stringFor_errorCode(status), status);
            }
            return status == CL.CL_COMPLETE;
        } catch (CLException e) {
            throw lost("copying to the device", e);
        }
    }

    /** Waits until a copy to the device is done. */
    void await(cl_event copy) {
        requireDevice("waiting for", traits.name());
        waits++;
        try {
            queue.await(copy);
        } catch (CLException e) {
            throw lost("copying to the device", e);
        }
    }

    /** Notes when the device is done with all so far, unless it is lost; false if nobody will. */
    boolean note(LongConsumer reached) {
        return loss == null && queue.note(reached);
    }

    /** Waits until the queue is empty. */
    void finish() {
        requireDevice("waiting for", traits.name());
        waits++;
        try {
            queue.finish();
        } catch (CLException e) {
            throw lost("waiting for the operations queued on " + traits.name(), e);
        }
    }

    /** Waits until the queue is empty, as far as the device still answers. */
    void drain() {
        if (loss != null) {
            return;
        }
        try {
            finish();
        } catch (OpenClException e) {
            LOG.warn("While closing: {}", e.getMessage());
        }
    }

    private OpenClException failed(String doing, CLException e) {
        OpenClException failure = OpenClException.of(doing, e);
        if (failure.deviceLost()) {
            loss = failure;
        }
        return failure;
    }

    private OpenClException lost(String doing, CLException e) {
        OpenClException failure = OpenClException.ofWait(doing, e);
        loss = failure;
        return failure;
    }

    private void requireDevice(String doing, String what) {
        OpenClException reason = loss;
        if (reason != null) {
            throw new OpenClException(
                    "No "
                            + doing
                            + " "
                            + what
                            + " after the device was lost: "
                            + reason.getMessage(),
                    reason.status(),
                    reason);
        }
    }

    /** Gives something back to the driver; what a driver has against that helps nobody further. */
    void release(String what, Runnable call) {
        try {
            call.run();
        } catch (CLException e) {
            LOG.debug("{} could not be released: {}", what, e.getMessage());
        }
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            release("The queue", queue::close);
            release("The context", () -> CL.clReleaseContext(context));
        }
    }
}
