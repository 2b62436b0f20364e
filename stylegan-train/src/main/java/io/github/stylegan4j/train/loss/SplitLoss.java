package io.github.stylegan4j.train.loss;

import io.github.stylegan4j.tensor.Tensor;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * A loss taken apart for lazy regularisation: what every step minimises, and a regulariser of the
 * discriminator that is computed in every k-th step only, k times as strong.
 *
 * <p>Source: Karras et al., "Analyzing and Improving the Image Quality of StyleGAN" (arXiv
 * 1912.04958), section 3.1.
 *
 * @param everyStep the loss without the regulariser
 * @param regularizer the rest of the discriminator's loss
 */
public record SplitLoss(GanLoss everyStep, Regularizer regularizer) {
    /** Checks that both are there. */
    public SplitLoss {
        Objects.requireNonNull(everyStep, "everyStep");
        Objects.requireNonNull(regularizer, "regularizer");
    }

    /** A term of a discriminator's loss. */
    @FunctionalInterface
    public interface Regularizer {
        /**
         * The mean of the term over a minibatch, with its record; arguments as in {@link
         * GanLoss#discriminatorLoss}, but for the generated images.
         *
         * @param fakes makes generated images when first asked, [N, C, H, W]; a term that looks at
         *     real images alone does not ask, and saves what they cost
         */
        LossValue loss(
                DiscriminatorFunction discriminator,
                Tensor reals,
                Supplier<Tensor> fakes,
                LossContext context);
    }
}
