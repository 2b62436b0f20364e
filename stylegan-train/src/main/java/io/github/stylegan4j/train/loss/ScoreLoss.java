package io.github.stylegan4j.train.loss;

import io.github.stylegan4j.tensor.Tensor;
import java.util.Objects;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/**
 * Somebody's own functions of scores.
 *
 * @param ofDiscriminator real and generated scores to the discriminator's loss
 * @param ofGenerator generated scores to the generator's loss
 */
record ScoreLoss(BinaryOperator<Tensor> ofDiscriminator, UnaryOperator<Tensor> ofGenerator)
        implements AdversarialLoss {
    ScoreLoss {
        Objects.requireNonNull(ofDiscriminator, "discriminator");
        Objects.requireNonNull(ofGenerator, "generator");
    }

    @Override
    public Tensor discriminator(Tensor realScores, Tensor fakeScores) {
        return perImage("discriminator", ofDiscriminator.apply(realScores, fakeScores), fakeScores);
    }

    @Override
    public Tensor generator(Tensor fakeScores) {
        return perImage("generator", ofGenerator.apply(fakeScores), fakeScores);
    }

    /** A mean in place of the numbers it is of would be wrong where minibatches are parted. */
    private static Tensor perImage(String network, Tensor loss, Tensor scores) {
        if (!loss.shape().equals(scores.shape())) {
            throw new IllegalArgumentException(
                    "The loss of the "
                            + network
                            + " has shape "
                            + loss.shape()
                            + " for scores of shape "
                            + scores.shape()
                            + "; allowed is one number per image, which is averaged afterwards");
        }
        return loss;
    }
}
