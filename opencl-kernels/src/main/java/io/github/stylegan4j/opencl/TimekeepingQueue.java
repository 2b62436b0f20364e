package io.github.stylegan4j.opencl;

import java.util.ArrayDeque;
import java.util.function.LongConsumer;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.cl_context;
import org.jocl.cl_device_id;
import org.jocl.cl_event;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A queue that can tell when the device came to a place in it.
 *
 * <p>Commands run as ever: drivers slow them down in a queue whose commands are all timed. A marker
 * stands at each place, and a marker behind that in a second queue, which has nothing else to do
 * and is the one that is timed.
 */
final class TimekeepingQueue extends DriverQueue {
    private static final Logger LOG = LoggerFactory.getLogger(TimekeepingQueue.class);
    private static final int BATCH = 256;

    private final DriverQueue timed;
    private final ArrayDeque<Place> outstanding = new ArrayDeque<>();
    private final long[] time = new long[1];
    private final Pointer toTime = Pointer.to(time);
    private int sinceHarvest;
    private boolean broken;

    private TimekeepingQueue(cl_context context, cl_device_id device, DriverQueue timed) {
        super(context, device);
        this.timed = timed;
    }

    /** Makes the second queue. */
    @FunctionalInterface
    interface Timed {
        DriverQueue open(cl_context context, cl_device_id device);
    }

    /** A queue whose commands are timed. */
    static DriverQueue timed(cl_context context, cl_device_id device) {
        return new DriverQueue(context, device, CL.CL_QUEUE_PROFILING_ENABLE);
    }

    /**
     * Opens both queues, or one that keeps no time where the device refuses the second: it can
     * compute all the same.
     */
    static DriverQueue open(cl_context context, cl_device_id device, Timed second) {
        DriverQueue timed;
        try {
            timed = second.open(context, device);
        } catch (CLException e) {
            LOG.warn(
                    "The device times no commands ({}): phases are measured by the program's clock",
                    e.getMessage());
            return new DriverQueue(context, device);
        }
        try {
            return new TimekeepingQueue(context, device, timed);
        } catch (CLException e) {
            timed.close();
            throw e;
        }
    }

    /** A place that the device may not have come to yet. */
    private record Place(cl_event event, LongConsumer reached) {}

    /**
     * What cannot be timed must not look like a command that failed; if the device is in trouble,
     * the next command says so.
     */
    @Override
    public boolean note(LongConsumer reached) {
        if (broken) {
            return false;
        }
        try {
            cl_event here = marker(null);
            try {
                outstanding.addLast(new Place(timed.marker(here), reached));
            } finally {
                CL.clReleaseEvent(here);
            }
            if (++sinceHarvest >= BATCH) {
                harvest();
            }
        } catch (CLException e) {
            giveUp(e);
        }
        return !broken;
    }

    @Override
    public void finish() {
        super.finish();
        if (broken || outstanding.isEmpty()) {
            return;
        }
        try {
            timed.finish();
            harvest();
        } catch (CLException e) {
            giveUp(e);
        }
    }

    /** Reads the times of the places that were reached, which are the oldest. */
    private void harvest() {
        sinceHarvest = 0;
        while (!outstanding.isEmpty()) {
            Place oldest = outstanding.peekFirst();
            int status = status(oldest.event());
            if (status > CL.CL_COMPLETE) {
                return;
            }
            if (status < CL.CL_COMPLETE) {
                throw new CLException(CL.stringFor_errorCode(status), status);
            }
            CL.clGetEventProfilingInfo(
                    oldest.event(), CL.CL_PROFILING_COMMAND_END, Long.BYTES, toTime, null);
            outstanding.removeFirst();
            CL.clReleaseEvent(oldest.event());
            oldest.reached().accept(time[0]);
        }
    }

    private void giveUp(CLException e) {
        LOG.warn(
                "The device's clock cannot be read any more ({}): from here on phases are measured"
                        + " by the program's",
                e.getMessage());
        LOG.debug("the device's time is no longer kept", e);
        broken = true;
        releaseAll();
    }

    private void releaseAll() {
        outstanding.forEach(place -> CL.clReleaseEvent(place.event()));
        outstanding.clear();
    }

    @Override
    public void close() {
        releaseAll();
        timed.close();
        super.close();
    }
}
