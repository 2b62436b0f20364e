package io.github.stylegan4j.cpu;

import io.github.stylegan4j.tuning.ConvAlgorithm;
import io.github.stylegan4j.tuning.ConvKey;
import io.github.stylegan4j.tuning.ConvRole;
import io.github.stylegan4j.tuning.Tuning;
import java.util.EnumSet;
import java.util.Set;

/**
 * Which algorithm computes a convolution here: the forced or measured one among those there are
 * kernels for, or this backend's own rule.
 */
final class ConvChoices {
    private static final Set<ConvAlgorithm> DIRECT = EnumSet.of(ConvAlgorithm.DIRECT);
    private static final Set<ConvAlgorithm> ALL = EnumSet.allOf(ConvAlgorithm.class);
    private static final Set<ConvAlgorithm> OF_LOOPS_WEIGHT_GRAD =
            EnumSet.of(ConvAlgorithm.DIRECT, ConvAlgorithm.WINOGRAD_4);

    /** Fewer channels than this do not pay for filtering on vectors. */
    private static final int VECTOR_CHANNELS = 8;

    /** Smallest edge of an image for tiles of 4 x 4 pixels on vectors. */
    private static final int VECTOR_LARGE = 8;

    /**
     * Tiles per result channel from which four phases, which read and write the large images once,
     * are faster than a convolution that doubles and a blur, which multiply less.
     */
    private static final int PHASES_FROM = 128;

    private final CpuKernelSet kernels;
    private final Tuning tuning;

    ConvChoices(CpuKernelSet kernels, Tuning tuning) {
        this.kernels = kernels;
        this.tuning = tuning;
    }

    /** The algorithm for one of the three convolutions; it does not depend on the minibatch. */
    ConvAlgorithm of(ConvRole role, ConvShape s) {
        ConvKey key =
                new ConvKey(
                        role,
                        s.ci(),
                        s.co(),
                        s.h(),
                        s.w(),
                        s.kh(),
                        s.kw(),
                        s.stride(),
                        s.pad(),
                        s.groups());
        boolean vectors = kernels == CpuKernelSet.VECTOR;
        return tuning.conv(key, available(key), vectors ? onVectors(key) : inLoops(role, s));
    }

    /**
     * Whether doubling, filtered convolution and blur are four convolutions of the small images.
     *
     * @param s the convolution of the small images
     */
    boolean inPhases(ConvShape s) {
        return tuning.doublesInPhases(s.co(), s.h(), s.w(), PHASES_FROM);
    }

    private Set<ConvAlgorithm> available(ConvKey key) {
        if (!key.admitsWinograd()) {
            return DIRECT;
        }
        return kernels == CpuKernelSet.LOOPS && key.role() == ConvRole.WEIGHT_GRAD
                ? OF_LOOPS_WEIGHT_GRAD
                : ALL;
    }

    /** What is faster on vectors: blocks of channels make it worth while on small images, too. */
    private static ConvAlgorithm onVectors(ConvKey key) {
        if (!key.admitsWinograd()
                || Math.min(key.inChannels(), key.outChannels()) < VECTOR_CHANNELS) {
            return ConvAlgorithm.DIRECT;
        }
        int edge = Math.min(key.height(), key.width());
        return edge >= VECTOR_LARGE ? ConvAlgorithm.WINOGRAD_4 : ConvAlgorithm.WINOGRAD_2;
    }

    /** What is faster in plain loops, whose vectors are rows of tiles. */
    private static ConvAlgorithm inLoops(ConvRole role, ConvShape s) {
        if (role == ConvRole.WEIGHT_GRAD) {
            return WinogradWeightGrad.suits(s) ? ConvAlgorithm.WINOGRAD_4 : ConvAlgorithm.DIRECT;
        }
        if (!WinogradConv.suits(s)) {
            return ConvAlgorithm.DIRECT;
        }
        boolean large =
                role == ConvRole.FORWARD
                        ? WinogradConv.isLarge(s.oh(), s.ow())
                        : WinogradConv.isLarge(s.h(), s.w());
        return large ? ConvAlgorithm.WINOGRAD_4 : ConvAlgorithm.WINOGRAD_2;
    }
}
