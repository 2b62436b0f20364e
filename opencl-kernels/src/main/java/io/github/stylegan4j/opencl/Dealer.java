package io.github.stylegan4j.opencl;

import io.github.stylegan4j.array.DType;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jspecify.annotations.Nullable;

/**
 * Launches kernels whose work-groups come for one task after the other, as {@code tasks.cl} says:
 * drivers hand out work-groups in advance, so that a processor that is slower for a while keeps the
 * others waiting at the end.
 */
final class Dealer {
    private static final long[] ALONE = {1};

    private final Session session;

    /** How many tasks were asked for; the queue is in order, so that one counter is enough. */
    private @Nullable ClBuffer dealt;

    /** What the counter will stand at before the next launch; wraps around as it does. */
    private int start;

    Dealer(Session session) {
        this.session = session;
    }

    /** How many work-groups so many tasks are dealt to. */
    int groups(int tasks) {
        return Math.min(tasks, session.traits().computeUnits());
    }

    /** What counts the tasks that were asked for. */
    ClBuffer counter() {
        ClBuffer counter = dealt;
        if (counter == null) {
            counter = zero();
            dealt = counter;
        }
        return counter;
    }

    /** What that will stand at before the next launch. */
    int start() {
        return start;
    }

    private ClBuffer zero() {
        int[] values = {0};
        try {
            return new ClBuffer(
                    DType.FLOAT32,
                    values.length,
                    CL.clCreateBuffer(
                            session.context(),
                            CL.CL_MEM_READ_WRITE | CL.CL_MEM_COPY_HOST_PTR,
                            Sizeof.cl_int,
                            Pointer.to(values),
                            null));
        } catch (CLException e) {
            throw OpenClException.of("allocating a counter of tasks", e);
        }
    }

    /** Launches a kernel that was told counter, start and number of tasks. */
    void run(ClKernel kernel, String what, int tasks) {
        int groups = groups(tasks);
        kernel.run(what, ALONE, groups);
        // Each work-group asks once in vain.
        start += tasks + groups;
    }

    void close() {
        ClBuffer counter = dealt;
        if (counter != null) {
            dealt = null;
            session.release("A counter", () -> CL.clReleaseMemObject(counter.memory()));
        }
    }
}
