package io.github.stylegan4j.opencl;

import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.cl_event;
import org.jocl.cl_kernel;
import org.jocl.cl_mem;

/** A queue that passes on what it is told until, once armed, one sort of call fails. */
final class FailingQueue implements CommandQueue {
    /** The sorts of calls. */
    enum Call {
        LAUNCH,
        WRITE,
        READ,
        STATUS,
        AWAIT,
        FINISH
    }

    private final CommandQueue queue;
    private Call failing = Call.FINISH;
    private int status;
    private long left = Long.MAX_VALUE;
    private long failures = Long.MAX_VALUE;
    private boolean failed;
    private int callsAfterwards;

    FailingQueue(CommandQueue queue) {
        this.queue = queue;
    }

    /** Lets a sort of call fail with a status, this time or after some that pass. */
    void arm(Call call, int errorStatus, long passing) {
        failing = call;
        status = errorStatus;
        left = passing;
        failures = Long.MAX_VALUE;
        failed = false;
        callsAfterwards = 0;
    }

    /** Lets calls pass again after so many have failed. */
    void passAfter(long failingCalls) {
        failures = failingCalls;
    }

    /** How many calls came after the first that failed. */
    int callsAfterwards() {
        return callsAfterwards;
    }

    private void pass(Call call) {
        if (failed) {
            callsAfterwards++;
        }
        if (fails(call)) {
            throw new CLException("injected", status);
        }
    }

    private boolean fails(Call call) {
        if (call != failing || left-- > 0 || failures-- <= 0) {
            return false;
        }
        failed = true;
        return true;
    }

    @Override
    public void launch(cl_kernel kernel, String what, long[] global, long[] local) {
        pass(Call.LAUNCH);
        queue.launch(kernel, what, global, local);
    }

    @Override
    public cl_event write(cl_mem target, long bytes, Pointer source) {
        pass(Call.WRITE);
        return queue.write(target, bytes, source);
    }

    @Override
    public void read(cl_mem source, long bytes, Pointer target) {
        pass(Call.READ);
        queue.read(source, bytes, target);
    }

    @Override
    public int status(cl_event command) {
        return fails(Call.STATUS) ? status : queue.status(command);
    }

    @Override
    public void await(cl_event command) {
        pass(Call.AWAIT);
        queue.await(command);
    }

    @Override
    public void finish() {
        pass(Call.FINISH);
        queue.finish();
    }

    @Override
    public void close() {
        queue.close();
    }
}
