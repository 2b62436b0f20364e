package io.github.stylegan4j.reference;

import io.github.stylegan4j.spi.KernelTable;
import io.github.stylegan4j.tensor.Binary;
import io.github.stylegan4j.tensor.Cast;
import io.github.stylegan4j.tensor.Concat;
import io.github.stylegan4j.tensor.Conv2d;
import io.github.stylegan4j.tensor.Conv2dInputGrad;
import io.github.stylegan4j.tensor.Conv2dWeightGrad;
import io.github.stylegan4j.tensor.Copy;
import io.github.stylegan4j.tensor.MatMul;
import io.github.stylegan4j.tensor.Pad;
import io.github.stylegan4j.tensor.Reduce;
import io.github.stylegan4j.tensor.SourceOp;
import io.github.stylegan4j.tensor.Unary;
import io.github.stylegan4j.tensor.UpdateOp;
import io.github.stylegan4j.tensor.Where;

/**
 * The kernels of the reference backend: one for every primitive that computes, on {@link
 * io.github.stylegan4j.host.HostBuffer} views of either element type.
 */
public final class ReferenceKernels {
    private ReferenceKernels() {}

    /** A new table of all kernels; they are stateless. */
    public static KernelTable table() {
        return new KernelTable()
                .on(Unary.class, Elementwise::unary)
                .on(Binary.class, Elementwise::binary)
                .on(Where.class, Elementwise::where)
                .on(Cast.class, (op, in, out) -> Movement.copy(in, out))
                .on(Copy.class, (op, in, out) -> Movement.copy(in, out))
                .on(UpdateOp.CopyInto.class, (op, in, out) -> Movement.copy(in, out))
                .on(Pad.class, Movement::pad)
                .on(Concat.class, Movement::concat)
                .on(Reduce.class, Reduction::reduce)
                .on(MatMul.class, Contraction::matmul)
                .on(Conv2d.class, Convolution::forward)
                .on(Conv2dInputGrad.class, Convolution::inputGrad)
                .on(Conv2dWeightGrad.class, Convolution::weightGrad)
                .on(SourceOp.Fill.class, Sources::fill)
                .on(SourceOp.Range.class, Sources::range)
                .on(SourceOp.Uniform.class, Sources::uniform)
                .on(SourceOp.Normal.class, Sources::normal);
    }
}
