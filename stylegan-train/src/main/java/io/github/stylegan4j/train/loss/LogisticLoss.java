package io.github.stylegan4j.train.loss;

import io.github.stylegan4j.tensor.Tensor;

/**
 * The original adversarial loss on logits.
 *
 * <pre>{@code
 * discriminator:               softplus(D(fake)) + softplus(-D(real))
 * generator, saturating:      -softplus( D(fake))
 * generator, non-saturating:   softplus(-D(fake))
 * }</pre>
 *
 * <p>Source: Goodfellow et al., "Generative Adversarial Networks" (arXiv 1406.2661), section 3.
 *
 * @param saturating whether the generator's loss is the minimax one, whose gradient vanishes where
 *     the discriminator is sure
 */
record LogisticLoss(boolean saturating) implements AdversarialLoss {
    @Override
    public Tensor discriminator(Tensor realScores, Tensor fakeScores) {
        return fakeScores.softplus().add(realScores.neg().softplus());
    }

    @Override
    public Tensor generator(Tensor fakeScores) {
        return saturating ? fakeScores.softplus().neg() : fakeScores.neg().softplus();
    }
}
