package io.github.stylegan4j.opencl;

import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.cl_command_queue;
import org.jocl.cl_context;
import org.jocl.cl_device_id;
import org.jocl.cl_event;
import org.jocl.cl_kernel;
import org.jocl.cl_mem;
import org.jspecify.annotations.Nullable;

/** The driver's own in-order queue. */
class DriverQueue implements CommandQueue {
    private final cl_command_queue queue;

    DriverQueue(cl_context context, cl_device_id device) {
        this(context, device, 0);
    }

    @SuppressWarnings("deprecation") // its successor is not in OpenCL 1.2
    DriverQueue(cl_context context, cl_device_id device, long properties) {
        queue = CL.clCreateCommandQueue(context, device, properties, null);
    }

    @Override
    public void launch(cl_kernel kernel, String what, long[] global, long[] local) {
        launch(kernel, global, local, null);
    }

    /** Queues a kernel; an event given is that of the launch. */
    final void launch(cl_kernel kernel, long[] global, long[] local, @Nullable cl_event event) {
        CL.clEnqueueNDRangeKernel(
                queue, kernel, global.length, null, global, local, 0, null, event);
    }

    @Override
    public cl_event write(cl_mem target, long bytes, Pointer source) {
        cl_event event = new cl_event();
        CL.clEnqueueWriteBuffer(queue, target, CL.CL_FALSE, 0, bytes, source, 0, null, event);
        CL.clFlush(queue);
        return event;
    }

    @Override
    public void read(cl_mem source, long bytes, Pointer target) {
        read(source, bytes, target, null);
    }

    /** Copies from the device; an event given is that of the copy. */
    final void read(cl_mem source, long bytes, Pointer target, @Nullable cl_event event) {
        CL.clEnqueueReadBuffer(queue, source, CL.CL_TRUE, 0, bytes, target, 0, null, event);
    }

    /**
     * Queues a marker, hands everything to the device, and returns an event that completes when the
     * device has come to the marker.
     *
     * @param after an event of another queue that it waits for; null for none
     */
    cl_event marker(@Nullable cl_event after) {
        cl_event event = new cl_event();
        cl_event[] list = after == null ? null : new cl_event[] {after};
        CL.clEnqueueMarkerWithWaitList(queue, after == null ? 0 : 1, list, event);
        CL.clFlush(queue);
        return event;
    }

    @Override
    public int status(cl_event command) {
        int[] status = new int[1];
        CL.clGetEventInfo(
                command,
                CL.CL_EVENT_COMMAND_EXECUTION_STATUS,
                Integer.BYTES,
                Pointer.to(status),
                null);
        return status[0];
    }

    @Override
    public void await(cl_event command) {
        CL.clWaitForEvents(1, new cl_event[] {command});
    }

    @Override
    public void finish() {
        CL.clFinish(queue);
    }

    @Override
    public void close() {
        CL.clReleaseCommandQueue(queue);
    }
}
