package io.github.stylegan4j.opencl;

import io.github.stylegan4j.array.DType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.cl_kernel;
import org.jocl.cl_mem;

/**
 * One compiled kernel, kept for the life of the backend. Arguments are given in order, then {@link
 * #run} launches it; the wrappers that carry them are made once.
 */
final class ClKernel {
    private static final int LARGEST_ARGUMENT = 128;

    private final Session session;
    private final cl_kernel kernel;
    private final String name;
    private final ByteBuffer value =
            ByteBuffer.allocateDirect(LARGEST_ARGUMENT).order(ByteOrder.nativeOrder());
    private final Pointer pointer = Pointer.to(value);
    private int next;

    ClKernel(Session session, cl_kernel kernel, String name) {
        this.session = session;
        this.kernel = kernel;
        this.name = name;
    }

    ClKernel with(ClBuffer buffer) {
        return set(org.jocl.Sizeof.cl_mem, buffer.argument());
    }

    ClKernel with(cl_mem memory) {
        return set(org.jocl.Sizeof.cl_mem, Pointer.to(memory));
    }

    ClKernel with(int number) {
        value.putInt(0, number);
        return set(Integer.BYTES, pointer);
    }

    ClKernel with(long number) {
        value.putLong(0, number);
        return set(Long.BYTES, pointer);
    }

    /** A number of the kernel's element type. */
    ClKernel with(double number, DType dtype) {
        if (dtype == DType.FLOAT32) {
            value.putFloat(0, (float) number);
        } else {
            value.putDouble(0, number);
        }
        return set(dtype.bytes(), pointer);
    }

    /** A vector of eight integers, or a structure of so many. */
    ClKernel with(int[] numbers) {
        for (int i = 0; i < numbers.length; i++) {
            value.putInt(i * Integer.BYTES, numbers[i]);
        }
        return set(numbers.length * Integer.BYTES, pointer);
    }

    private ClKernel set(int bytes, Pointer to) {
        try {
            CL.clSetKernelArg(kernel, next, bytes, to);
        } catch (CLException e) {
            int argument = next;
            next = 0;
            throw OpenClException.of("setting argument " + argument + " of kernel " + name, e);
        }
        next++;
        return this;
    }

    /**
     * Launches the kernel.
     *
     * @param what the operation, for messages
     * @param local extents of a work-group
     * @param groups how many work-groups along each axis
     */
    void run(String what, long[] local, long... groups) {
        long[] global = new long[groups.length];
        for (int i = 0; i < groups.length; i++) {
            global[i] = groups[i] * local[i];
        }
        next = 0;
        session.launch(kernel, what + " (kernel " + name + ")", global, local);
    }

    void close() {
        session.release("Kernel " + name, () -> CL.clReleaseKernel(kernel));
    }
}
