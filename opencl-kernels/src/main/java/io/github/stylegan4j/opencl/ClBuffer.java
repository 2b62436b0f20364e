package io.github.stylegan4j.opencl;

import io.github.stylegan4j.array.Buffer;
import io.github.stylegan4j.array.DType;
import org.jocl.Pointer;
import org.jocl.cl_mem;

/** A buffer in a device's memory, with the argument wrapper that hands it to kernels. */
final class ClBuffer implements Buffer {
    private final DType dtype;
    private final int length;
    private final cl_mem memory;
    private final Pointer argument;

    ClBuffer(DType dtype, int length, cl_mem memory) {
        this.dtype = dtype;
        this.length = length;
        this.memory = memory;
        this.argument = Pointer.to(memory);
    }

    @Override
    public DType dtype() {
        return dtype;
    }

    @Override
    public int length() {
        return length;
    }

    cl_mem memory() {
        return memory;
    }

    Pointer argument() {
        return argument;
    }
}
