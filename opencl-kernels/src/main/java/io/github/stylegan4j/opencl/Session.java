package io.github.stylegan4j.opencl;

import io.github.stylegan4j.opencl.Discovery.Found;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.cl_command_queue;
import org.jocl.cl_context;
import org.jocl.cl_context_properties;
import org.jocl.cl_device_id;
import org.jocl.cl_kernel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One device in use: its context, its in-order queue, and counters of what the host did. */
final class Session implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    private final DeviceTraits traits;
    private final Variant variant;
    private final cl_device_id device;
    private final cl_context context;
    private final cl_command_queue queue;
    private Runnable giveUpMemory = () -> {};
    private long launches;
    private long waits;
    private long uploads;
    private long builds;
    private boolean closed;

    /** Opens a device. */
    Session(Found found, Variant variant) {
        CL.setExceptionsEnabled(true);
        this.traits = found.traits();
        this.variant = variant;
        this.device = found.device();
        warnOfSignalHandler();
        try {
            cl_context_properties properties = new cl_context_properties();
            properties.addProperty(CL.CL_CONTEXT_PLATFORM, found.platform());
            context =
                    CL.clCreateContext(
                            properties, 1, new cl_device_id[] {device}, null, null, null);
            queue = createQueue();
        } catch (CLException e) {
            throw OpenClException.of("opening " + traits.name(), e);
        }
    }

    @SuppressWarnings("deprecation") // its successor is not in OpenCL 1.2
    private cl_command_queue createQueue() {
        return CL.clCreateCommandQueue(context, device, 0, null);
    }

    private void warnOfSignalHandler() {
        if (traits.platform().equals("Portable Computing Language")
                && !"0".equals(System.getenv("POCL_SIGFPE_HANDLER"))) {
            LOG.warn(
                    "PoCL is about to take over a signal that Java needs: an integer division by"
                            + " zero will no longer throw ArithmeticException. Set"
                            + " POCL_SIGFPE_HANDLER=0 in the environment before starting Java.");
        }
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

    cl_command_queue queue() {
        return queue;
    }

    Counters counters() {
        return new Counters(launches, waits, uploads, builds);
    }

    /** What to do before a launch that ran out of memory is tried once more. */
    void onShortage(Runnable giveUp) {
        giveUpMemory = giveUp;
    }

    void countUpload() {
        uploads++;
    }

    void countBuild() {
        builds++;
    }

    void countWait() {
        waits++;
    }

    /**
     * Hands a kernel to the queue. A driver that allocates late may run out of memory here; pooled
     * buffers are then given up and the launch is tried once more.
     */
    void launch(cl_kernel kernel, String what, long[] global, long[] local) {
        launches++;
        try {
            enqueue(kernel, global, local);
        } catch (CLException e) {
            OpenClException first = OpenClException.of(describe(what, global, local), e);
            if (!first.outOfMemory()) {
                throw first;
            }
            giveUpMemory.run();
            try {
                enqueue(kernel, global, local);
            } catch (CLException again) {
                throw OpenClException.of(describe(what, global, local), again);
            }
        }
    }

    private void enqueue(cl_kernel kernel, long[] global, long[] local) {
        CL.clEnqueueNDRangeKernel(queue, kernel, global.length, null, global, local, 0, null, null);
    }

    private static String describe(String what, long[] global, long[] local) {
        return String.format(
                "running %s on %s work-items in groups of %s",
                what, java.util.Arrays.toString(global), java.util.Arrays.toString(local));
    }

    /** Waits until the queue is empty. */
    void finish() {
        waits++;
        try {
            CL.clFinish(queue);
        } catch (CLException e) {
            throw OpenClException.of("waiting for " + traits.name(), e);
        }
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            CL.clReleaseCommandQueue(queue);
            CL.clReleaseContext(context);
        }
    }
}
