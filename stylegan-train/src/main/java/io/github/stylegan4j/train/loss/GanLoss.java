package io.github.stylegan4j.train.loss;

import io.github.stylegan4j.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/**
 * What the two networks of a generative adversarial network minimise.
 *
 * <p>Both methods record what they compute, so that the result can be differentiated with respect
 * to parameters; neither reads a value back to the host. A loss that changes as training goes on
 * implements {@link io.github.stylegan4j.train.Resumable} as well, or a run that is resumed has
 * other bits; what this package has holds no state.
 */
public interface GanLoss {
    /**
     * A loss that is a function of scores alone: averaged over the minibatch, without penalties,
     * with the statistics that curves, warnings and adaptive augmentation go by.
     *
     * <pre>{@code
     * GanLoss leastSquares =
     *         GanLoss.of(
     *                 (real, fake) -> real.sub(1).square().add(fake.square()),
     *                 fake -> fake.sub(1).square());
     * }</pre>
     *
     * @param discriminator the discriminator's loss per pair of a real and a generated image, [N],
     *     of the scores of real and of generated images, [N] each
     * @param generator the generator's loss per image, [N], of the scores of generated images, [N]
     */
    static GanLoss of(BinaryOperator<Tensor> discriminator, UnaryOperator<Tensor> generator) {
        return new PenalizedLoss(new ScoreLoss(discriminator, generator), List.of());
    }

    /**
     * The discriminator's loss on one minibatch.
     *
     * @param discriminator scores images; labels, if any, are those of the real images
     * @param reals real images as the discriminator shall see them, faded like the fakes, [N, C, H,
     *     W]
     * @param fakes generated images, [N, C, H, W]; no gradient reaches the generator
     * @param context the level of detail and the random numbers
     * @throws IllegalArgumentException if the images differ in shape or a score is not one number
     *     per image
     */
    LossValue discriminatorLoss(
            DiscriminatorFunction discriminator, Tensor reals, Tensor fakes, LossContext context);

    /**
     * The generator's loss on one minibatch.
     *
     * @param discriminator scores images
     * @param fakes generated images, [N, C, H, W], with the record of how they were computed
     * @throws IllegalArgumentException if a score is not one number per image
     */
    LossValue generatorLoss(DiscriminatorFunction discriminator, Tensor fakes);

    /**
     * Whether this loss has a finite gradient only where scores change with the image: not for an
     * image whose score is constant, as with a label of zeros.
     */
    default boolean needsSlopes() {
        return false;
    }

    /**
     * Names of the statistics that its values may hold, so that a run can refuse at its start to
     * keep the best checkpoint by one that will never come; empty if the loss does not say.
     */
    default Set<String> statisticNames() {
        return Set.of();
    }

    /**
     * This loss taken apart, so that its penalties on gradients can be computed in some steps only;
     * empty if there are none, or the loss does not say which they are.
     */
    default Optional<SplitLoss> split() {
        return Optional.empty();
    }
}
