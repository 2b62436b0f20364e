package io.github.stylegan4j.train.loss;

import io.github.stylegan4j.tensor.Tensor;

/**
 * The difference of scores: {@code D(fake) - D(real)} for the discriminator, {@code -D(fake)} for
 * the generator.
 *
 * <p>Source: Arjovsky et al., "Wasserstein GAN" (arXiv 1701.07875), equation 3.
 */
record WassersteinLoss() implements AdversarialLoss {
    @Override
    public Tensor discriminator(Tensor realScores, Tensor fakeScores) {
        return fakeScores.sub(realScores);
    }

    @Override
    public Tensor generator(Tensor fakeScores) {
        return fakeScores.neg();
    }
}
