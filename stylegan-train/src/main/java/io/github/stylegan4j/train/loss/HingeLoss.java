package io.github.stylegan4j.train.loss;

import io.github.stylegan4j.tensor.Tensor;

/**
 * {@code max(0, 1 + D(fake)) + max(0, 1 - D(real))} for the discriminator, {@code -D(fake)} for the
 * generator.
 *
 * <p>Source: Lim and Ye, "Geometric GAN" (arXiv 1705.02894), section 3.
 */
record HingeLoss() implements AdversarialLoss {
    @Override
    public Tensor discriminator(Tensor realScores, Tensor fakeScores) {
        return fakeScores.add(1).relu().add(realScores.affine(-1, 1).relu());
    }

    @Override
    public Tensor generator(Tensor fakeScores) {
        return fakeScores.neg();
    }
}
