package io.github.stylegan4j.opencl;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.array.View;
import org.jspecify.annotations.Nullable;

/**
 * What a convolution's kernel does to every result before it stores it: multiply it by a factor,
 * and then scaled noise, bias per channel and leaky ReLU, or nothing. Closing gives memory back.
 */
final class Epilogue implements AutoCloseable {
    private final @Nullable MapKernels maps;
    private final @Nullable Contiguous bias;
    private final @Nullable Contiguous noise;
    private final @Nullable Contiguous strength;
    private final double factor;
    private final double slope;

    private Epilogue(
            @Nullable MapKernels maps,
            @Nullable Contiguous bias,
            @Nullable Contiguous noise,
            @Nullable Contiguous strength,
            double factor,
            double slope) {
        this.maps = maps;
        this.bias = bias;
        this.noise = noise;
        this.strength = strength;
        this.factor = factor;
        this.slope = slope;
    }

    /** A factor and nothing else. */
    static Epilogue times(double factor) {
        return new Epilogue(null, null, null, null, factor, 1);
    }

    /**
     * A factor, bias, and noise if there is any.
     *
     * @param in bias [O], and noise [N or 1, 1, H, W] and strength [O] or nothing, from {@code at}
     */
    static Epilogue of(
            Device device,
            MapKernels maps,
            String what,
            View[] in,
            int at,
            double factor,
            double slope) {
        Contiguous bias = Contiguous.whole(device, maps, what, in[at]);
        if (in.length == at + 1) {
            return new Epilogue(maps, bias, null, null, factor, slope);
        }
        Contiguous noise = Contiguous.whole(device, maps, what, in[at + 1]);
        Contiguous strength = Contiguous.whole(device, maps, what, in[at + 2]);
        return new Epilogue(maps, bias, noise, strength, factor, slope);
    }

    /** What results are multiplied by. */
    double factor() {
        return factor;
    }

    /** Whether that is all. */
    boolean isPlain() {
        return bias == null;
    }

    /**
     * Hands a kernel what its macro EPILOGUE declares.
     *
     * @param y where results go: memory of the element type, which also stands for what is not
     *     there
     * @param result their shape [N, O, H, W]
     */
    ClKernel with(ClKernel kernel, ClBuffer y, Shape result) {
        int plane = noise == null ? 0 : result.dim(2) * result.dim(3);
        boolean shared = noise != null && noise.view().shape().dim(0) != result.dim(0);
        kernel.with(factor, y.dtype());
        kernel.with(bias == null ? 0 : noise == null ? 1 : 2);
        buffer(kernel, bias, y).with(slope, y.dtype());
        buffer(kernel, noise, y).with(shared ? 0 : plane);
        return buffer(kernel, strength, y);
    }

    /** Does the rest as a pass of its own, to products [N, O, H, W] that are stored already. */
    void apply(String what, View y) {
        if (maps == null || bias == null) {
            return;
        }
        if (noise == null || strength == null) {
            View[] x = {y, FusedKernels.perChannel(bias.view(), y.shape())};
            maps.run(what, MapFunction.BIAS_ACT, x, y, slope, 0);
            return;
        }
        View[] x = FusedKernels.withNoise(y, noise.view(), strength.view(), bias.view());
        maps.run(what, MapFunction.NOISE_BIAS_ACT, x, y, slope, 0);
    }

    private static ClKernel buffer(ClKernel kernel, @Nullable Contiguous c, ClBuffer instead) {
        return c == null
                ? kernel.with(instead).with(0)
                : kernel.with(Device.buffer(c.view())).with(c.view().offset());
    }

    @Override
    public void close() {
        for (Contiguous c : new Contiguous[] {bias, noise, strength}) {
            if (c != null) {
                c.close();
            }
        }
    }
}
