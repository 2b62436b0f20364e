package io.github.stylegan4j.train.loss;

import io.github.stylegan4j.tensor.Tensor;

/** The part of a loss that is a function of scores alone; all tensors are [N]. */
interface AdversarialLoss {
    /** The discriminator's loss per pair of a real and a generated image. */
    Tensor discriminator(Tensor realScores, Tensor fakeScores);

    /** The generator's loss per image. */
    Tensor generator(Tensor fakeScores);
}
