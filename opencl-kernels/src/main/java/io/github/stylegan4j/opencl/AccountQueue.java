package io.github.stylegan4j.opencl;

import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.cl_event;
import org.jocl.cl_kernel;
import org.jocl.cl_mem;

/**
 * A queue that runs nothing: everything up to the launch happens as ever, so that the memory that
 * kernels ask for can be counted. Buffers behind it may be of any size, as none is used.
 */
final class AccountQueue implements CommandQueue {
    /** What every buffer can take: the smallest copy that makes an event. */
    private static final long TOKEN = 1;

    private final CommandQueue driver;

    AccountQueue(CommandQueue driver) {
        this.driver = driver;
    }

    @Override
    public void launch(cl_kernel kernel, String what, long[] global, long[] local) {}

    @Override
    public cl_event write(cl_mem target, long bytes, Pointer source) {
        return driver.write(target, TOKEN, source);
    }

    @Override
    public void read(cl_mem source, long bytes, Pointer target) {}

    @Override
    public int status(cl_event command) {
        driver.await(command);
        return CL.CL_COMPLETE;
    }

    @Override
    public void await(cl_event command) {
        driver.await(command);
    }

    @Override
    public void finish() {
        driver.finish();
    }

    @Override
    public void close() {
        driver.close();
    }
}
