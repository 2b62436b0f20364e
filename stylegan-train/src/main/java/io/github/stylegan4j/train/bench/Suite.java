package io.github.stylegan4j.train.bench;

import io.github.stylegan4j.train.bench.WorkSpec.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The works that are measured together. */
public enum Suite {
    /** Products of square matrices. */
    MATMUL,
    /** The convolution and both its gradients, over StyleGAN's shapes at minibatch 16. */
    CONV,
    /** The epilogue of a generator layer on [16, 64, 128, 128]. */
    CHAIN,
    /** Whole training steps at 32, 64 and 128 pixels: feature maps 2048, at most 128. */
    STEP,
    /** One image of 1024 x 1024 by the published network, and four at once. */
    GENERATE,
    /**
     * Every kind of kernel beside the limits of the device: {@link Roofline}; never with a peer.
     */
    ROOFLINE,
    /** The error of every kind of kernel: {@link Accuracy}; never with a peer. */
    ACCURACY;

    private static final int MINIBATCH = 16;
    private static final int[][] LAYERS = {
        {512, 4}, {512, 8}, {512, 16}, {256, 32}, {128, 64}, {64, 128}
    };

    /** Its works, in order; none of {@link #ROOFLINE} and {@link #ACCURACY}. */
    public List<WorkSpec> works() {
        List<WorkSpec> works = new ArrayList<>();
        switch (this) {
            case MATMUL -> {
                for (int n : new int[] {512, 1024, 2048}) {
                    works.add(new WorkSpec(Kind.MATMUL, 1, 1, n));
                }
            }
            case CONV -> {
                for (int[] layer : LAYERS) {
                    works.add(new WorkSpec(Kind.CONV_FORWARD, MINIBATCH, layer[0], layer[1]));
                    works.add(new WorkSpec(Kind.CONV_BY_IMAGES, MINIBATCH, layer[0], layer[1]));
                    works.add(new WorkSpec(Kind.CONV_BY_WEIGHTS, MINIBATCH, layer[0], layer[1]));
                }
            }
            case CHAIN -> works.add(new WorkSpec(Kind.CHAIN, MINIBATCH, 64, 128));
            case STEP -> {
                for (int size : new int[] {32, 64, 128}) {
                    works.add(new WorkSpec(Kind.STEP, MINIBATCH, 128, size));
                }
            }
            case ROOFLINE, ACCURACY -> {}
            case GENERATE -> {
                for (int batch : new int[] {1, 4}) {
                    works.add(new WorkSpec(Kind.GENERATE, batch, 512, 1024));
                }
            }
        }
        return works;
    }

    /** The name on a command line, for example {@code conv}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
