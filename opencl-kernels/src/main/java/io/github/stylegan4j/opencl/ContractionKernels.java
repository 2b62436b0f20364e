package io.github.stylegan4j.opencl;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.array.View;
import io.github.stylegan4j.opencl.OffsetTables.Table;
import io.github.stylegan4j.opencl.Product.Extents;
import io.github.stylegan4j.opencl.Product.Factor;
import io.github.stylegan4j.opencl.Product.Target;
import io.github.stylegan4j.tensor.Conv2d;
import io.github.stylegan4j.tensor.Conv2dInputGrad;
import io.github.stylegan4j.tensor.Conv2dWeightGrad;
import io.github.stylegan4j.tensor.MatMul;
import java.util.Arrays;

/**
 * The matrix product and the convolution triple, all as one kind of product.
 *
 * <p>In a convolution the element of an image that belongs to a tap and a pixel lies at an offset
 * of the tap plus an offset of the pixel, once the image stands in a frame of zeros ({@link
 * Frames}). So the images are a matrix [tap, pixel] that is never written down.
 */
final class ContractionKernels {
    private final MapKernels maps;
    private final Frames frames;
    private final Product product;
    private final OffsetTables tables;

    ContractionKernels(MapKernels maps, Frames frames, Product product, OffsetTables tables) {
        this.maps = maps;
        this.frames = frames;
        this.product = product;
        this.tables = tables;
    }

    void matmul(MatMul op, View[] in, View[] out) {
        View a = in[0];
        View b = in[1];
        View y = out[0];
        int rank = a.shape().rank();
        int m = a.shape().dim(-2);
        int k = a.shape().dim(-1);
        int n = b.shape().dim(-1);
        if (k == 0) {
            maps.fill(op.name(), 0, y);
            return;
        }
        int batches = y.size() / (m * n);
        Factor left = matrix(a, rank);
        Factor right = matrix(b, rank);
        Target target = target(ints(batches), ints(m * n), n, ints(n), ints(1));
        Epilogue times = Epilogue.times(op.factor());
        product.run(op.name(), new Extents(batches, m, k, n), left, right, target, y, times);
    }

    private Factor matrix(View v, int rank) {
        int[] dims = v.shape().dims();
        int[] strides = v.strides();
        return new Factor(
                Device.buffer(v),
                tables.get(
                        v.offset(),
                        Arrays.copyOf(dims, rank - 2),
                        Arrays.copyOf(strides, rank - 2)),
                tables.get(0, ints(dims[rank - 2]), ints(strides[rank - 2])),
                tables.get(0, ints(dims[rank - 1]), ints(strides[rank - 1])));
    }

    void forward(Conv2d op, View[] in, View[] out, Epilogue epilogue) {
        View w = in[1];
        View y = out[0];
        Shape s = y.shape();
        Shape kernel = w.shape();
        int perGroup = s.dim(1) / op.groups();
        int taps = kernel.dim(1) * kernel.dim(2) * kernel.dim(3);
        try (Frames.Framed x = frames.of(op.name(), in[0], windows(op, s, kernel))) {
            Factor weights =
                    new Factor(
                            Device.buffer(w),
                            groups(w.offset(), op.groups(), perGroup * w.stride(0)),
                            tables.get(0, ints(perGroup), ints(w.stride(0))),
                            taps(0, kernel, w));
            Factor images =
                    new Factor(
                            x.buffer(),
                            groups(x.offset(), op.groups(), kernel.dim(1) * x.stride(1)),
                            taps(0, kernel, x.view()),
                            pixels(s, x.view(), op.stride()));
            Extents e = new Extents(op.groups(), perGroup, taps, pixelCount(s), s.dim(0));
            Target target = images(s, op.groups());
            product.run(op.name(), e, weights, images, target, y, epilogue);
        }
    }

    /** The frame in which every window of a convolution lies whole. */
    private static Frames.Frame windows(Conv2d op, Shape result, Shape kernel) {
        return new Frames.Frame(
                (result.dim(2) - 1) * op.stride() + kernel.dim(2),
                (result.dim(3) - 1) * op.stride() + kernel.dim(3),
                op.pad(),
                op.pad(),
                1);
    }

    void inputGrad(Conv2dInputGrad op, View[] in, View[] out) {
        View w = in[1];
        View y = out[0];
        Shape s = y.shape();
        Shape kernel = w.shape();
        int kh = kernel.dim(2);
        int kw = kernel.dim(3);
        int perGroup = kernel.dim(0) / op.groups();
        // The same as a convolution of the spread gradient with the weights turned around.
        Frames.Frame frame =
                new Frames.Frame(
                        op.height() + kh - 1,
                        op.width() + kw - 1,
                        kh - 1 - op.pad(),
                        kw - 1 - op.pad(),
                        op.stride());
        int[] taps = {perGroup, kh, kw};
        int last = (kh - 1) * w.stride(2) + (kw - 1) * w.stride(3);
        int[] backwards = {w.stride(0), -w.stride(2), -w.stride(3)};
        try (Frames.Framed g = frames.of(op.name(), in[0], frame)) {
            Factor weights =
                    new Factor(
                            Device.buffer(w),
                            groups(w.offset() + last, op.groups(), perGroup * w.stride(0)),
                            tables.get(0, ints(kernel.dim(1)), ints(w.stride(1))),
                            tables.get(0, taps, backwards));
            int[] forwards = {g.stride(1), g.stride(2), g.stride(3)};
            Factor gradients =
                    new Factor(
                            g.buffer(),
                            groups(g.offset(), op.groups(), perGroup * g.stride(1)),
                            tables.get(0, taps, forwards),
                            pixels(s, g.view(), 1));
            int sum = perGroup * kh * kw;
            Extents e = new Extents(op.groups(), kernel.dim(1), sum, pixelCount(s), s.dim(0));
            Epilogue times = Epilogue.times(op.factor());
            product.run(op.name(), e, weights, gradients, images(s, op.groups()), y, times);
        }
    }

    void weightGrad(Conv2dWeightGrad op, View[] in, View[] out) {
        View g = in[1];
        View y = out[0];
        Shape s = g.shape();
        Shape kernel = y.shape();
        if (in[0].size() == 0) {
            maps.fill(op.name(), 0, y);
            return;
        }
        int perGroup = s.dim(1) / op.groups();
        int taps = kernel.dim(1) * kernel.dim(2) * kernel.dim(3);
        try (Frames.Framed x = frames.of(op.name(), in[0], windows(op.forward(), s, kernel))) {
            Factor gradients =
                    new Factor(
                            Device.buffer(g),
                            groups(g.offset(), op.groups(), perGroup * g.stride(1)),
                            tables.get(0, ints(perGroup), ints(g.stride(1))),
                            pixels(s, g, 1));
            Factor images =
                    new Factor(
                            x.buffer(),
                            groups(x.offset(), op.groups(), kernel.dim(1) * x.stride(1)),
                            pixels(s, x.view(), op.stride()),
                            taps(0, kernel, x.view()));
            Target target =
                    target(ints(op.groups()), ints(perGroup * taps), taps, ints(taps), ints(1));
            Extents e = new Extents(op.groups(), perGroup, pixelCount(s), taps);
            product.run(op.name(), e, gradients, images, target, y, Epilogue.times(op.factor()));
        }
    }

    private Table groups(int base, int groups, int stride) {
        return tables.get(base, ints(groups), ints(stride));
    }

    /** Offsets of a kernel's taps [channel, row, column] in weights or in images. */
    private Table taps(int base, Shape kernel, View v) {
        return tables.get(
                base,
                ints(kernel.dim(1), kernel.dim(2), kernel.dim(3)),
                ints(v.stride(1), v.stride(2), v.stride(3)));
    }

    /** Offsets of pixels [sample, row, column], some rows and columns apart. */
    private Table pixels(Shape s, View v, int step) {
        return tables.get(
                0,
                ints(s.dim(0), s.dim(2), s.dim(3)),
                ints(v.stride(0), step * v.stride(2), step * v.stride(3)));
    }

    private static int pixelCount(Shape s) {
        return s.dim(0) * s.dim(2) * s.dim(3);
    }

    /** Contiguous images [N, C, H, W] as a matrix [channel, pixel] per group. */
    private Target images(Shape s, int groups) {
        int plane = s.dim(2) * s.dim(3);
        return target(
                ints(groups),
                ints(s.dim(1) / groups * plane),
                plane,
                ints(s.dim(0), plane),
                ints(s.dim(1) * plane, 1));
    }

    private Target target(
            int[] batches, int[] batchStrides, int row, int[] columns, int[] columnStrides) {
        return new Target(
                tables.get(0, batches, batchStrides), row, tables.get(0, columns, columnStrides));
    }

    private static int[] ints(int... values) {
        return values;
    }
}
