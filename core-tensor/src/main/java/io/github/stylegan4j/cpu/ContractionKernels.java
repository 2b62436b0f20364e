package io.github.stylegan4j.cpu;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.array.View;
import io.github.stylegan4j.host.HostBuffer;
import io.github.stylegan4j.tensor.Conv2d;
import io.github.stylegan4j.tensor.Conv2dInputGrad;
import io.github.stylegan4j.tensor.Conv2dWeightGrad;
import io.github.stylegan4j.tensor.MatMul;
import io.github.stylegan4j.tuning.Tuning;

/** Matrix products and the convolution triple: from views to the blocked kernels. */
final class ContractionKernels {
    private final BlockedProduct engine;
    private final Gemm gemm;
    private final Conv2dKernels conv;
    private final CopyKernels copies;

    ContractionKernels(
            CpuThreads threads, Workspace.Pool workspaces, KernelFamily family, Tuning tuning) {
        engine = new BlockedProduct(threads, workspaces, family.panels());
        gemm = new Gemm(engine);
        conv = new Conv2dKernels(engine, family, tuning);
        copies = new CopyKernels(threads);
    }

    /** Convolutions that resize, with these convolutions where they are computed in turn. */
    ResizedConvKernels resized(ResampleKernel resample) {
        return new ResizedConvKernels(engine, conv, resample, copies);
    }

    void matmul(MatMul op, View[] in, View[] out) {
        View a = in[0];
        View b = in[1];
        int rank = a.shape().rank();
        gemm.run(
                a.shape().dim(-2),
                b.shape().dim(-1),
                a.shape().dim(-1),
                (float) op.factor(),
                matrices(a, rank),
                matrices(b, rank),
                matrices(out[0], rank));
    }

    private static Gemm.Matrices matrices(View v, int rank) {
        int[] offsets = {v.offset()};
        for (int axis = 0; axis < rank - 2; axis++) {
            int extent = v.shape().dim(axis);
            int[] next = new int[offsets.length * extent];
            for (int i = 0; i < next.length; i++) {
                next[i] = offsets[i / extent] + i % extent * v.stride(axis);
            }
            offsets = next;
        }
        return new Gemm.Matrices(floats(v), offsets, v.stride(rank - 2), v.stride(rank - 1));
    }

    void conv2d(Conv2d op, View[] in, View[] out) {
        ConvShape s = shape(in[0].shape(), in[1].shape(), op);
        try (PlainInput x = plain(in[0]);
                PlainInput w = plain(in[1])) {
            conv.forward(s, x.data(), x.at(), w.data(), w.at(), floats(out[0]), out[0].offset());
        }
    }

    void inputGrad(Conv2dInputGrad op, View[] in, View[] out) {
        ConvShape s = shape(out[0].shape(), in[1].shape(), op.forward());
        try (PlainInput g = plain(in[0]);
                PlainInput w = plain(in[1])) {
            conv.inputGrad(s, g.data(), g.at(), w.data(), w.at(), floats(out[0]), out[0].offset());
        }
    }

    void weightGrad(Conv2dWeightGrad op, View[] in, View[] out) {
        ConvShape s = shape(in[0].shape(), out[0].shape(), op.forward());
        try (PlainInput x = plain(in[0]);
                PlainInput g = plain(in[1])) {
            conv.weightGrad(s, x.data(), x.at(), g.data(), g.at(), floats(out[0]), out[0].offset());
        }
    }

    private static ConvShape shape(Shape x, Shape w, Conv2d op) {
        return new ConvShape(
                x.dim(0),
                x.dim(1),
                x.dim(2),
                x.dim(3),
                w.dim(0),
                w.dim(2),
                w.dim(3),
                op.stride(),
                op.pad(),
                op.groups(),
                (float) op.factor());
    }

    private PlainInput plain(View v) {
        return new PlainInput(engine.workspaces(), copies, v);
    }

    private static float[] floats(View v) {
        return ((HostBuffer) v.buffer()).floats();
    }
}
