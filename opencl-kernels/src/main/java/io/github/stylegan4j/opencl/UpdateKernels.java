package io.github.stylegan4j.opencl;

import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.array.View;
import io.github.stylegan4j.tensor.fused.AdamStep;
import io.github.stylegan4j.tensor.fused.AddInto;
import io.github.stylegan4j.tensor.fused.AllFinite;
import io.github.stylegan4j.tensor.fused.LerpInto;
import java.util.Arrays;

/**
 * Launches what treats many tensors at once: Adam, running averages, sums, and the check before.
 */
final class UpdateKernels {
    private static final String ADAM = "#define ADAM\n";

    private final Device device;
    private final MapKernels maps;
    private final ReduceKernels reductions;
    private final ManyTensors many;

    UpdateKernels(Device device, MapKernels maps, ReduceKernels reductions) {
        this.device = device;
        this.maps = maps;
        this.reductions = reductions;
        this.many = new ManyTensors(device, maps);
    }

    void lerp(LerpInto op, View[] in, View[] out) {
        DType dtype = out[0].dtype();
        many.run(op.name(), "#define LERP\n", (k, before) -> k.with(op.t(), dtype), out, in);
    }

    void add(AddInto op, View[] in, View[] out) {
        DType dtype = out[0].dtype();
        many.run(op.name(), "#define ADD\n", (k, before) -> k.with(0, dtype), out, in);
    }

    void allFinite(AllFinite op, View[] in, View[] out) {
        int pieces = many.pieces(in);
        if (pieces == 0) {
            maps.fill(op.name(), 1, out[0]);
            return;
        }
        ClBuffer flags = device.scratch(out[0].dtype(), pieces);
        try {
            many.run(op.name(), "#define FINITE\n", (k, before) -> k.with(flags).with(before), in);
            View[] each = {View.contiguous(flags, Shape.of(pieces))};
            reductions.run(op.name(), ReduceFunction.MIN, new int[] {0}, each, out[0]);
        } finally {
            device.memory().release(flags);
        }
    }

    void adam(AdamStep op, View[] in, View[] out) {
        int n = AdamStep.parameterCount(out.length);
        DType dtype = out[0].dtype();
        ClBuffer state = device.scratch(dtype, 2);
        try {
            advance(op, out[3 * n], in[n], state);
            many.run(
                    op.name(),
                    ADAM,
                    (k, before) ->
                            k.with(op.beta1(), dtype)
                                    .with(op.beta2(), dtype)
                                    .with(op.epsilon(), dtype)
                                    .with(state),
                    Arrays.copyOf(out, n),
                    Arrays.copyOfRange(out, n, 2 * n),
                    Arrays.copyOfRange(out, 2 * n, 3 * n),
                    Arrays.copyOf(in, n));
        } finally {
            device.memory().release(state);
        }
    }

    private void advance(AdamStep op, View powers, View finite, ClBuffer state) {
        DType dtype = powers.dtype();
        ClKernel kernel = many.kernel("advance", powers, ADAM);
        kernel.with(Device.buffer(powers)).with(powers.offset());
        kernel.with(Device.buffer(finite)).with(finite.offset());
        kernel.with(op.beta1(), dtype).with(op.beta2(), dtype);
        kernel.with(op.learningRate(), dtype).with(state);
        kernel.run(op.name(), new long[] {1}, 1);
    }
}
