package io.github.stylegan4j.opencl;

import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.array.View;
import io.github.stylegan4j.tensor.Concat;
import io.github.stylegan4j.tensor.Pad;

/** Launches everything that treats elements one by one: {@code map.cl}. */
final class MapKernels {
    private static final String FILE = "map.cl";
    private static final int LEAST = 4096;
    private static final MapFunction NARROW = MapFunction.cast(DType.FLOAT64, DType.FLOAT32);
    private static final MapFunction WIDEN = MapFunction.cast(DType.FLOAT32, DType.FLOAT64);

    private final Device device;

    MapKernels(Device device) {
        this.device = device;
    }

    /**
     * Computes a function of the elements.
     *
     * @param what the operation, for messages
     * @param inputs views of the output's shape
     * @param y where to, in any layout
     * @param ca first constant
     * @param cb second constant
     */
    void run(String what, MapFunction f, View[] inputs, View y, double ca, double cb) {
        DType dtype = inputs.length == 0 ? y.dtype() : inputs[0].dtype();
        launch(what, f, dtype, inputs, y, ca, cb);
    }

    private void launch(
            String what, MapFunction f, DType dtype, View[] x, View y, double ca, double cb) {
        int n = y.size();
        if (n == 0) {
            return;
        }
        View[] all = new View[x.length + 1];
        System.arraycopy(x, 0, all, 0, x.length);
        all[x.length] = y;
        Axes axes = Axes.of(y.shape(), all);
        boolean coarse = device.coarse();
        String defines = f.defines(coarse ? 0 : Math.max(1, axes.rank()));
        boolean past = device.streams(y) && axes.rowsAlignedBy(Device.VECTOR, x.length);
        if (coarse) {
            defines = Device.STREAM + defines;
        }
        ClKernel kernel = device.programs().kernel(FILE, "map", dtype, defines);
        int chunk = device.chunk(n, LEAST);
        kernel.with(n).with(chunk).with(f.which()).with(past ? 1 : 0).with(axes.dims());
        for (int i = 0; i <= x.length; i++) {
            kernel.with(Device.buffer(all[i])).with(all[i].offset()).with(axes.strides(i));
        }
        kernel.with(ca, dtype).with(cb, dtype);
        if (coarse) {
            device.runCoarse(kernel, what, n, chunk);
        } else {
            device.runFine(kernel, what, n);
        }
    }

    /** Copies all elements of one view into another of its shape, converting if need be. */
    void copy(String what, View x, View y) {
        if (x.dtype() == y.dtype()) {
            launch(what, MapFunction.COPY, x.dtype(), new View[] {x}, y, 0, 0);
            return;
        }
        MapFunction cast = x.dtype() == DType.FLOAT64 ? NARROW : WIDEN;
        launch(what, cast, DType.FLOAT64, new View[] {x}, y, 0, 0);
    }

    /** Sets all elements. */
    void fill(String what, double value, View y) {
        launch(what, MapFunction.FILL, y.dtype(), new View[0], y, value, 0);
    }

    void pad(Pad op, View[] in, View[] out) {
        View y = out[0];
        fill(op.name(), 0, y);
        int[] strides = y.strides();
        int offset = y.offset();
        for (int i = 0; i < strides.length; i++) {
            offset += op.low()[i] * strides[i];
            strides[i] *= op.interior()[i] + 1;
        }
        copy(op.name(), in[0], new View(y.buffer(), in[0].shape(), strides, offset));
    }

    void concat(Concat op, View[] in, View[] out) {
        View y = out[0];
        int offset = y.offset();
        for (View x : in) {
            Shape s = x.shape();
            copy(op.name(), x, new View(y.buffer(), s, y.strides(), offset));
            offset += s.dim(op.axis()) * y.stride(op.axis());
        }
    }
}
