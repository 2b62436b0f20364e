package io.github.stylegan4j.cpu;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.array.View;
import io.github.stylegan4j.tensor.fused.DownConv;
import io.github.stylegan4j.tensor.fused.Filter;
import io.github.stylegan4j.tensor.fused.Resample2d;
import io.github.stylegan4j.tensor.fused.ResizedConvWeightGrad;
import io.github.stylegan4j.tensor.fused.UpConv;
import io.github.stylegan4j.tensor.fused.UpConvBlur;
import io.github.stylegan4j.tuning.ConvRole;
import org.jspecify.annotations.Nullable;

/**
 * Convolutions that double or halve the size and their weight gradient: in one by minimal
 * filtering, or a convolution of the larger images and a resampling in turn.
 */
final class ResizedConvKernels {
    private static final int TAPS = 9;

    private final BlockedProduct engine;
    private final Conv2dKernels conv;
    private final ResampleKernel resample;
    private final CopyKernels copies;

    ResizedConvKernels(
            BlockedProduct engine,
            Conv2dKernels conv,
            ResampleKernel resample,
            CopyKernels copies) {
        this.engine = engine;
        this.conv = conv;
        this.resample = resample;
        this.copies = copies;
    }

    void down(DownConv op, View[] in, View[] out) {
        Shape x = in[0].shape();
        ConvShape s = convolution(x.dim(0), x.dim(1), x.dim(2), x.dim(3), in[1].shape(), 1);
        ResizedConv filtered = conv.resized(ConvRole.FORWARD, s);
        float[] y = DenseInputs.floats(out[0]);
        int at = out[0].offset();
        try (PlainInput images = plain(in[0]);
                Weights w = new Weights(in[1], filtered)) {
            if (filtered != null) {
                filtered.down(
                        conv.algorithm(s),
                        s,
                        images.data(),
                        images.at(),
                        w.taps(op.scale()),
                        y,
                        at);
                return;
            }
            float[] results = engine.workspaces().bulk(s.n() * s.co() * s.h() * s.w());
            conv.forward(s, images.data(), images.at(), w.data, w.at, results, 0);
            Resample2d sums = new Resample2d(1, 2, 0, 0, block(op.scale()));
            resample.run(sums, s.n() * s.co(), s.h(), s.w(), results, 0, y, at);
            engine.workspaces().give(results);
        }
    }

    void up(UpConv op, View[] in, View[] out) {
        up(in[0], in[1], op.scale(), DenseInputs.floats(out[0]), out[0].offset());
    }

    /** Doubling, convolution and blur: in one, or the blur apart. */
    void upConvBlur(UpConvBlur op, View[] in, View[] out) {
        Shape x = in[0].shape();
        ConvShape s =
                convolution(x.dim(0), x.dim(1), x.dim(2), x.dim(3), in[1].shape(), op.factor());
        float[] y = DenseInputs.floats(out[0]);
        int at = out[0].offset();
        try (PlainInput images = plain(in[0]);
                PlainInput w = plain(in[1])) {
            if (conv.doubled(s, images.data(), images.at(), w.data(), w.at(), y, at)) {
                return;
            }
        }
        float[] sharp = engine.workspaces().bulk(out[0].size());
        up(in[0], in[1], op.factor(), sharp, 0);
        resample.run(Resample2d.blur(), s.n() * s.co(), 2 * s.h(), 2 * s.w(), sharp, 0, y, at);
        engine.workspaces().give(sharp);
    }

    private void up(View x, View weights, double scale, float[] y, int at) {
        Shape small = x.shape();
        ConvShape s =
                convolution(
                        small.dim(0),
                        small.dim(1),
                        2 * small.dim(2),
                        2 * small.dim(3),
                        weights.shape(),
                        1);
        ResizedConv filtered = conv.resized(ConvRole.FORWARD, s);
        try (PlainInput images = plain(x);
                Weights w = new Weights(weights, filtered)) {
            if (filtered != null) {
                filtered.up(conv.algorithm(s), s, images.data(), images.at(), w.taps(scale), y, at);
                return;
            }
            float[] enlarged = enlarged(images, s.n() * s.ci(), x.shape(), scale);
            conv.forward(s, enlarged, 0, w.data, w.at, y, at);
            engine.workspaces().give(enlarged);
        }
    }

    void weightGrad(ResizedConvWeightGrad op, View[] in, View[] out) {
        Shape x = in[0].shape();
        ConvShape s = convolution(x.dim(0), x.dim(1), x.dim(2), x.dim(3), out[0].shape(), 1);
        ResizedConv filtered = s.n() == 0 ? null : conv.resized(ConvRole.WEIGHT_GRAD, s);
        float[] dw = DenseInputs.floats(out[0]);
        int at = out[0].offset();
        try (PlainInput large = plain(in[0]);
                PlainInput small = plain(in[1])) {
            if (filtered != null) {
                float scale = (float) op.scale();
                filtered.weightGrad(
                        s, scale, large.data(), large.at(), small.data(), small.at(), dw, at);
                return;
            }
            float[] enlarged = enlarged(small, s.n() * s.co(), in[1].shape(), op.scale());
            conv.weightGrad(s, large.data(), large.at(), enlarged, 0, dw, at);
            engine.workspaces().give(enlarged);
        }
    }

    /** Scaled images, each pixel a block of four. */
    private float[] enlarged(PlainInput images, int planes, Shape s, double scale) {
        int h = s.dim(2);
        int w = s.dim(3);
        float[] enlarged = engine.workspaces().bulk(Math.multiplyExact(4 * planes, h * w));
        Resample2d repetition = new Resample2d(2, 1, 1, 0, block(scale));
        resample.run(repetition, planes, h, w, images.data(), images.at(), enlarged, 0);
        return enlarged;
    }

    private static Filter block(double tap) {
        return Filter.of(2, tap, tap, tap, tap);
    }

    /** The convolution that keeps the size of these images. */
    private static ConvShape convolution(
            int n, int ci, int h, int w, Shape weights, double factor) {
        int k = weights.dim(2);
        return new ConvShape(n, ci, h, w, weights.dim(0), k, k, 1, k / 2, 1, (float) factor);
    }

    private PlainInput plain(View v) {
        return new PlainInput(engine.workspaces(), copies, v);
    }

    /** Weights as they are: those of a gradient by images are not copied to be turned. */
    private final class Weights implements AutoCloseable {
        final float[] data;
        final int at;
        private final boolean turned;
        private final @Nullable PlainInput plain;

        Weights(View w, @Nullable ResizedConv filtered) {
            turned = filtered != null && isTurned(w);
            plain = turned ? null : plain(w);
            data = plain == null ? DenseInputs.floats(w) : plain.data();
            at = plain == null ? w.offset() - (TAPS - 1) : plain.at();
        }

        /** Whether a view is of weights with channels exchanged and both axes of taps flipped. */
        private static boolean isTurned(View w) {
            return w.stride(3) == -1
                    && w.stride(2) == -3
                    && w.stride(0) == TAPS
                    && w.stride(1) == TAPS * w.shape().dim(0);
        }

        ResizedConv.Taps taps(double scale) {
            return new ResizedConv.Taps(data, at, turned, (float) scale);
        }

        @Override
        public void close() {
            if (plain != null) {
                plain.close();
            }
        }
    }
}
