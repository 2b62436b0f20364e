package io.github.stylegan4j.opencl;

import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.array.View;
import io.github.stylegan4j.tensor.fused.AdamStep;
import io.github.stylegan4j.tensor.fused.AddInto;
import io.github.stylegan4j.tensor.fused.LerpInto;

/** Launches updates in place: Adam ({@code adam.cl}), running averages and sums. */
final class UpdateKernels {
    private static final String FILE = "adam.cl";
    private static final int LEAST = 4096;

    private final Device device;
    private final MapKernels maps;

    UpdateKernels(Device device, MapKernels maps) {
        this.device = device;
        this.maps = maps;
    }

    void lerp(LerpInto op, View[] in, View[] out) {
        for (int i = 0; i < out.length; i++) {
            View[] x = {out[i], in[i]};
            maps.run(op.name(), MapFunction.LERP, x, out[i], op.t(), 0);
        }
    }

    void add(AddInto op, View[] in, View[] out) {
        for (int i = 0; i < out.length; i++) {
            View[] x = {out[i], in[i]};
            maps.run(op.name(), MapFunction.ADD, x, out[i], 0, 0);
        }
    }

    void adam(AdamStep op, View[] in, View[] out) {
        int n = AdamStep.parameterCount(out.length);
        DType dtype = out[0].dtype();
        ClBuffer state = device.scratch(dtype, 2);
        try {
            View powers = out[3 * n];
            View finite = in[n];
            ClKernel advance = device.programs().kernel(FILE, "advance", dtype, "");
            advance.with(Device.buffer(powers)).with(powers.offset());
            advance.with(Device.buffer(finite)).with(finite.offset());
            advance.with(op.beta1(), dtype).with(op.beta2(), dtype);
            advance.with(op.learningRate(), dtype).with(state);
            advance.run(op.name(), new long[] {1}, 1);
            for (int i = 0; i < n; i++) {
                if (out[i].size() > 0) {
                    step(op, in[i], new View[] {out[i], out[n + i], out[2 * n + i]}, state);
                }
            }
        } finally {
            device.memory().release(state);
        }
    }

    private void step(AdamStep op, View grad, View[] targets, ClBuffer state) {
        DType dtype = grad.dtype();
        int size = grad.size();
        int chunk = device.chunk(size, LEAST);
        try (Contiguous g = Contiguous.whole(device, maps, op.name(), grad)) {
            ClKernel kernel = device.programs().kernel(FILE, "adjust", dtype, "");
            kernel.with(size).with(chunk);
            for (View target : targets) {
                kernel.with(Device.buffer(target)).with(target.offset());
            }
            kernel.with(Device.buffer(g.view())).with(g.view().offset());
            kernel.with(op.beta1(), dtype).with(op.beta2(), dtype).with(op.epsilon(), dtype);
            kernel.with(state);
            if (device.coarse()) {
                device.runCoarse(kernel, op.name(), size, chunk);
            } else {
                device.runFine(kernel, op.name(), size);
            }
        }
    }
}
