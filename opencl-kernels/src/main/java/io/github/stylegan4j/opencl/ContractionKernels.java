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
                op.pad());
    }

    void inputGrad(Conv2dInputGrad op, View[] in, View[] out) {
        Shape kernel = in[1].shape();
        Phases rows = new Phases(kernel.dim(2), op.pad(), op.stride(), op.height());
        Phases columns = new Phases(kernel.dim(3), op.pad(), op.stride(), op.width());
        if (op.stride() > Math.min(kernel.dim(2), kernel.dim(3))) {
            // There are pixels that no tap reaches.
            maps.fill(op.name(), 0, out[0]);
        }
        Frames.Frame frame =
                new Frames.Frame(rows.frame(), columns.frame(), rows.before(), columns.before());
        try (Frames.Framed g = frames.of(op.name(), in[0], frame)) {
            for (int i = 0; i < rows.count(); i++) {
                for (int j = 0; j < columns.count(); j++) {
                    if (rows.taps(i) > 0 && columns.taps(j) > 0) {
                        phase(op, rows, i, columns, j, g, in[1], out[0]);
                    }
                }
            }
        }
    }

    private void phase(
            Conv2dInputGrad op,
            Phases rows,
            int i,
            Phases columns,
            int j,
            Frames.Framed g,
            View w,
            View y) {
        Shape s = y.shape();
        int outs = w.shape().dim(0) / op.groups();
        int ins = w.shape().dim(1);
        int step = op.stride();
        int[] taps = {outs, rows.taps(i), columns.taps(j)};
        int[] backwards = {w.stride(0), -step * w.stride(2), -step * w.stride(3)};
        int[] forwards = {g.stride(1), g.stride(2), g.stride(3)};
        int last =
                (rows.first(i) + (taps[1] - 1) * step) * w.stride(2)
                        + (columns.first(j) + (taps[2] - 1) * step) * w.stride(3);
        int start = rows.start(i) * g.stride(2) + columns.start(j) * g.stride(3);
        Factor weights =
                new Factor(
                        Device.buffer(w),
                        groups(w.offset() + last, op.groups(), outs * w.stride(0)),
                        tables.get(0, ints(ins), ints(w.stride(1))),
                        tables.get(0, taps, backwards));
        int[] pixels = {s.dim(0), rows.pixels(i), columns.pixels(j)};
        Factor gradients =
                new Factor(
                        g.buffer(),
                        groups(g.offset() + start, op.groups(), outs * g.stride(1)),
                        tables.get(0, taps, forwards),
                        tables.get(0, pixels, ints(g.stride(0), g.stride(2), g.stride(3))));
        int plane = s.dim(2) * s.dim(3);
        Target target =
                new Target(
                        groups(i * s.dim(3) + j, op.groups(), ins * plane),
                        plane,
                        tables.get(0, pixels, ints(s.dim(1) * plane, step * s.dim(3), step)));
        int sum = outs * taps[1] * taps[2];
        int count = pixels[0] * pixels[1] * pixels[2];
        Extents e = new Extents(op.groups(), ins, sum, count, s.dim(0));
        product.run(op.name(), e, weights, gradients, target, y, Epilogue.times(op.factor()));
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
