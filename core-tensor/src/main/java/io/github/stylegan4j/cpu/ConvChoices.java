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
    private static final Set<ConvAlgorithm> OF_WEIGHT_GRAD =
            EnumSet.of(ConvAlgorithm.DIRECT, ConvAlgorithm.WINOGRAD_4);

    private final Tuning tuning;

    ConvChoices(Tuning tuning) {
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
        return tuning.conv(key, available(key), preset(role, s));
    }

    private static Set<ConvAlgorithm> available(ConvKey key) {
        if (!key.admitsWinograd()) {
            return DIRECT;
        }
        return key.role() == ConvRole.WEIGHT_GRAD ? OF_WEIGHT_GRAD : ALL;
    }

    /** What is faster on most processors. */
    private static ConvAlgorithm preset(ConvRole role, ConvShape s) {
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
