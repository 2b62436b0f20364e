package io.github.stylegan4j.opencl;

import io.github.stylegan4j.profile.Profiler;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.cl_context;
import org.jocl.cl_device_id;
import org.jocl.cl_event;
import org.jocl.cl_kernel;
import org.jocl.cl_mem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A queue whose device notes when each command began and ended.
 *
 * <p>Their times are read from events in batches, of commands that are done by then, so that
 * nothing waits for them. Only when a great many are outstanding does it wait for half of them.
 */
final class ProfilingQueue extends DriverQueue {
    private static final Logger LOG = LoggerFactory.getLogger(ProfilingQueue.class);
    private static final int BATCH = 256;
    private static final int MOST = 1 << 15;

    private final Profiler profiler;
    private final ArrayDeque<Command> outstanding = new ArrayDeque<>();
    private final long[] time = new long[1];
    private final Pointer toTime = Pointer.to(time);
    private int sinceHarvest;

    /** What to add to the device's clock to get that of the host. */
    private long offset;

    private boolean offsetKnown;

    ProfilingQueue(cl_context context, cl_device_id device, Profiler profiler) {
        super(context, device, CL.CL_QUEUE_PROFILING_ENABLE);
        this.profiler = profiler;
    }

    /**
     * A command that was queued.
     *
     * @param event its event, held until its times are read
     * @param where the phase it belongs to
     * @param name what it does
     * @param extents work-items along each axis, or bytes
     * @param queued when the host queued it
     */
    private record Command(
            cl_event event, Profiler.Position where, String name, long[] extents, long queued) {}

    @Override
    public void launch(cl_kernel kernel, String what, long[] global, long[] local) {
        long now = System.nanoTime();
        cl_event event = new cl_event();
        launch(kernel, global, local, event);
        add(event, what, global, now);
    }

    @Override
    public cl_event write(cl_mem target, long bytes, Pointer source) {
        long now = System.nanoTime();
        cl_event event = super.write(target, bytes, source);
        CL.clRetainEvent(event);
        add(event, "copy to the device", new long[] {bytes}, now);
        return event;
    }

    @Override
    public void read(cl_mem source, long bytes, Pointer target) {
        long now = System.nanoTime();
        cl_event event = new cl_event();
        read(source, bytes, target, event);
        add(event, "copy from the device", new long[] {bytes}, now);
    }

    private void add(cl_event event, String name, long[] extents, long now) {
        outstanding.addLast(new Command(event, profiler.position(), name, extents, now));
        if (++sinceHarvest >= BATCH) {
            tryHarvest();
        }
    }

    @Override
    public void finish() {
        super.finish();
        tryHarvest();
    }

    /**
     * A time that cannot be read must not look like a command that failed, or the command would be
     * given up or queued again; if the device is in trouble, the next command says so.
     */
    private void tryHarvest() {
        try {
            harvest();
        } catch (CLException e) {
            LOG.debug("the times of {} commands are lost", outstanding.size(), e);
            releaseAll();
        }
    }

    private void releaseAll() {
        outstanding.forEach(c -> CL.clReleaseEvent(c.event()));
        outstanding.clear();
    }

    /** Reads the times of the commands that are done, which are the oldest. */
    private void harvest() {
        sinceHarvest = 0;
        if (outstanding.size() > MOST) {
            await(outstanding.stream().skip(MOST / 2).findFirst().orElseThrow().event());
        }
        while (!outstanding.isEmpty()) {
            Command oldest = outstanding.peekFirst();
            int status = status(oldest.event());
            if (status > CL.CL_COMPLETE) {
                return;
            }
            outstanding.removeFirst();
            if (status == CL.CL_COMPLETE) {
                report(oldest);
            }
            CL.clReleaseEvent(oldest.event());
        }
    }

    private void report(Command command) {
        if (!offsetKnown) {
            offset = command.queued() - time(command, CL.CL_PROFILING_COMMAND_QUEUED);
            offsetKnown = true;
        }
        profiler.operation(
                command.where(),
                command.name(),
                () -> Arrays.toString(command.extents()),
                time(command, CL.CL_PROFILING_COMMAND_START) + offset,
                time(command, CL.CL_PROFILING_COMMAND_END) + offset);
    }

    private long time(Command command, int what) {
        CL.clGetEventProfilingInfo(command.event(), what, Long.BYTES, toTime, null);
        return time[0];
    }

    @Override
    public void close() {
        releaseAll();
        super.close();
    }
}
