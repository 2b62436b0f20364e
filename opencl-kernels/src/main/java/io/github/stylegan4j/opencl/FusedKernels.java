package io.github.stylegan4j.opencl;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.array.View;
import io.github.stylegan4j.tensor.fused.BiasAct;
import io.github.stylegan4j.tensor.fused.LeakyReluGrad;
import io.github.stylegan4j.tensor.fused.NoiseBiasAct;
import io.github.stylegan4j.tensor.fused.PlaneDot;

/** Fused operations that are one elementwise function, or one reduction, of their inputs. */
final class FusedKernels {
    private final MapKernels maps;
    private final ReduceKernels reductions;

    FusedKernels(MapKernels maps, ReduceKernels reductions) {
        this.maps = maps;
        this.reductions = reductions;
    }

    void biasAct(BiasAct op, View[] in, View[] out) {
        View[] x = {in[0], perChannel(in[1], in[0].shape())};
        maps.run(op.name(), MapFunction.BIAS_ACT, x, out[0], op.slope(), 0);
    }

    void noiseBiasAct(NoiseBiasAct op, View[] in, View[] out) {
        View[] x = withNoise(in[0], in[1], in[2], in[3]);
        maps.run(op.name(), MapFunction.NOISE_BIAS_ACT, x, out[0], op.slope(), 0);
    }

    /** Inputs of {@link MapFunction#NOISE_BIAS_ACT}, all seen in the shape of x. */
    static View[] withNoise(View x, View n, View strength, View bias) {
        Shape s = x.shape();
        int sample = n.shape().dim(0) == s.dim(0) ? n.stride(0) : 0;
        View noise =
                new View(
                        n.buffer(), s, new int[] {sample, 0, n.stride(2), n.stride(3)}, n.offset());
        return new View[] {x, noise, perChannel(strength, s), perChannel(bias, s)};
    }

    /** One number per channel, seen as if it stood at every position. */
    static View perChannel(View v, Shape shape) {
        int[] strides = new int[shape.rank()];
        strides[1] = v.stride(0);
        return new View(v.buffer(), shape, strides, v.offset());
    }

    void leakyReluGrad(LeakyReluGrad op, View[] in, View[] out) {
        maps.run(op.name(), MapFunction.LEAKY_RELU_GRAD, in, out[0], op.slope(), 0);
    }

    void planeDot(PlaneDot op, View[] in, View[] out) {
        reductions.run(op.name(), ReduceFunction.DOT, new int[] {2, 3}, in, out[0]);
    }
}
