package io.github.stylegan4j.train.augment;

import io.github.stylegan4j.tensor.Tensor;

/**
 * Changes images at random before the discriminator looks at them: real and generated ones, in the
 * steps of both networks, so that the discriminator cannot learn a small data set by heart and the
 * generator does not learn the changes.
 *
 * <p>What it does is differentiated, by R1 twice: it is made of tensor operations. Its random
 * numbers come from the context, one or several per image. One that changes as training goes on
 * implements {@link io.github.stylegan4j.train.Resumable} as well, or a run that is resumed has
 * other bits; its {@link AugmentationContext#probability} is kept anyway.
 */
@FunctionalInterface
public interface Augmentation {
    /**
     * Changes images.
     *
     * @param images [N, C, H, W], values nominally from -1 to 1, with their record
     * @param context random numbers, and how probable each change is to be
     * @return as many images of the same size
     */
    Tensor augment(Tensor images, AugmentationContext context);

    /** Images as they are. */
    static Augmentation none() {
        return (images, context) -> images;
    }

    /** This one, and then another; a state of either has to be kept by name. */
    default Augmentation then(Augmentation next) {
        return (images, context) -> next.augment(augment(images, context), context);
    }
}
