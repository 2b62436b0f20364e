package io.github.stylegan4j.opencl;

import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.array.View;
import io.github.stylegan4j.tensor.fused.Resample2d;
import java.util.HashMap;
import java.util.Map;

/** Launches resampling: {@code resample.cl}, compiled for each filter and factors. */
final class ResampleKernels {
    private static final int LEAST = 4096;

    private final Device device;
    private final Map<Resample2d, String> defines = new HashMap<>();

    ResampleKernels(Device device) {
        this.device = device;
    }

    void run(Resample2d op, View[] in, View[] out) {
        View x = in[0];
        View y = out[0];
        Shape from = x.shape();
        Shape to = y.shape();
        int rows = to.dim(0) * to.dim(1) * to.dim(2);
        int even = (rows + device.pieces() - 1) / device.pieces();
        int chunk = Math.max(even, LEAST / to.dim(3) + 1);
        ClKernel kernel =
                device.programs().kernel("resample.cl", "resample", x.dtype(), defines(op, x));
        kernel.with(rows).with(chunk).with(from.dim(1)).with(from.dim(2)).with(from.dim(3));
        kernel.with(to.dim(2)).with(to.dim(3));
        kernel.with(Device.buffer(x)).with(x.offset());
        kernel.with(x.stride(0)).with(x.stride(1)).with(x.stride(2)).with(x.stride(3));
        kernel.with(Device.buffer(y)).with(y.offset());
        if (device.coarse()) {
            device.runCoarse(kernel, op.name(), rows, chunk);
        } else {
            device.runFine(kernel, op.name(), y.size());
        }
    }

    private String defines(Resample2d op, View x) {
        return x.dtype() == DType.FLOAT32
                ? defines.computeIfAbsent(op, o -> text(o, DType.FLOAT32))
                : text(op, x.dtype());
    }

    private static String text(Resample2d op, DType dtype) {
        StringBuilder taps = new StringBuilder();
        for (double tap : op.filter().toDoubles()) {
            taps.append(taps.isEmpty() ? "" : ", ");
            taps.append(dtype == DType.FLOAT32 ? (float) tap + "f" : String.valueOf(tap));
        }
        return "#define UP "
                + op.up()
                + "\n#define DOWN "
                + op.down()
                + "\n#define PAD "
                + op.padLow()
                + "\n#define SIZE "
                + op.filter().size()
                + "\n#define TAPS "
                + taps
                + "\n";
    }
}
