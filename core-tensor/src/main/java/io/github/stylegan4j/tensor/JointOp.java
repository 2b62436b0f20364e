package io.github.stylegan4j.tensor;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.spi.OpSpec;

/**
 * Several results that one kernel computes together from the same inputs, such as all gradients of
 * a fused operation.
 *
 * <p>Like a fused operation it is defined by a reference in other operations, and a backend may
 * have a kernel. It is never recorded: where a gradient of its results may be asked for, and on a
 * backend without the kernel, the reference is run instead.
 */
public interface JointOp extends OpSpec {
    /**
     * Shapes of the results.
     *
     * @throws IllegalArgumentException when the inputs' shapes do not fit, saying why
     */
    Shape[] outputShapes(Shape... inputs);

    /** What the operation means, in primitives and fused operations. */
    Tensor[] reference(Tensor... x);

    /** Computes the results, all of the inputs' element type. */
    default Tensor[] compute(Tensor... x) {
        return Executor.joint(this, x);
    }
}
