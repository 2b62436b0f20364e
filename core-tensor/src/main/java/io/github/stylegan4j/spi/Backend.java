package io.github.stylegan4j.spi;

import io.github.stylegan4j.array.Buffer;
import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.array.View;
import io.github.stylegan4j.profile.Profiler;
import io.github.stylegan4j.tuning.Tuning;
import java.util.Optional;

/**
 * A place where tensors live and are computed with: one funnel, {@link #run}, and its memory.
 *
 * <p>Work may be asynchronous, in order; {@link #download} and {@link #synchronize} wait for it. An
 * instance is used by one thread at a time.
 */
public interface Backend extends AutoCloseable {
    /** Short identifier as given on a command line, for example {@code cpu}. */
    String id();

    /** One line for people: what executes the kernels. */
    String description();

    /** The element type tensors have here unless another is asked for. */
    DType defaultDType();

    /** Whether tensors of this element type can be held and computed with. */
    boolean supports(DType dtype);

    /**
     * Whether {@link #run} has a kernel for this operation. Primitives must be supported for every
     * supported element type; a fused operation without a kernel runs as its reference.
     */
    boolean supports(OpSpec op, DType dtype);

    /**
     * Takes a buffer of at least {@code length} elements from the pool; its contents are undefined.
     */
    Buffer allocate(DType dtype, int length);

    /** Gives a buffer back to the pool. */
    void release(Buffer buffer);

    /** Copies host values into the first elements of a buffer, rounding to its element type. */
    void upload(double[] source, Buffer target);

    /** Copies host values into the first elements of a buffer. */
    void upload(float[] source, Buffer target);

    /** Copies the first elements of a buffer to the host; waits for the work before. */
    void download(Buffer source, double[] target);

    /** Copies the first elements of a buffer to the host, rounding if need be; waits likewise. */
    void download(Buffer source, float[] target);

    /**
     * Computes one operation.
     *
     * @param op what to compute; {@link #supports(OpSpec, DType)} holds
     * @param inputs strided views, of buffers of this backend
     * @param outputs contiguous views; for a plain operation one fresh buffer of undefined
     *     contents, for an update the tensors it changes
     */
    void run(OpSpec op, View[] inputs, View[] outputs);

    /** Waits until all work handed over so far is done. */
    void synchronize();

    /**
     * Multiplies and adds numbers that stay in registers, on everything that computes: whoever
     * takes the time until {@link #synchronize} returns knows the limit of all kernels.
     *
     * @param operations about how many multiplications and additions each processor shall do
     * @return how many all of them do together, or 0 if this backend has no such kernel
     */
    default double multiplyAdds(long operations) {
        return 0;
    }

    /**
     * Opens a second backend on the same device that chooses kernels and asks for buffers as this
     * one does, but computes nothing: see {@link BackendOptions#withAccounting}. The caller closes
     * it; it has no profiler.
     *
     * @return empty if this backend keeps no account
     */
    default Optional<Backend> accounting() {
        return Optional.empty();
    }

    /**
     * What this backend chooses kernels by, and the device measurements of it belong to; part of
     * what results depend on in their last bits.
     */
    default Tuning tuning() {
        return Tuning.none(id());
    }

    /**
     * Who is told of the operations that run here; a program marks its phases there. It is {@link
     * Profiler#off()} unless the backend was opened with another.
     */
    default Profiler profiler() {
        return Profiler.off();
    }

    /** How much memory there can be. */
    default MemoryLimits limits() {
        return MemoryLimits.unknown();
    }

    /** Memory figures at this moment. */
    MemoryStats memory();

    /**
     * Begins to look for the largest {@link MemoryStats#peakLiveBytes} anew, from what is live now.
     */
    default void forgetPeak() {}

    /** Returns pooled, unused memory to the system. */
    void trim();

    /** Frees everything; tensors that still live here become unusable. */
    @Override
    void close();
}
