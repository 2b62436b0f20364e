package io.github.stylegan4j.train.loss;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.autograd.Autograd;
import io.github.stylegan4j.autograd.GradOptions;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import java.util.List;

/**
 * The images of one discriminator step and their scores.
 *
 * @param reals real images, [N, C, H, W]
 * @param fakes generated images, [N, C, H, W]
 * @param realScores scores of the real images, [N]
 * @param fakeScores scores of the generated images, [N]
 * @param discriminator scores further images
 * @param context level of detail and random numbers
 */
record ScoredMinibatch(
        Tensor reals,
        Tensor fakes,
        Tensor realScores,
        Tensor fakeScores,
        DiscriminatorFunction discriminator,
        LossContext context) {

    /**
     * The squared norm of each image's score gradient, as it would be on images of full size, [N].
     *
     * @param scores [N], computed from {@code images}
     * @param images [N, C, H, W], tracked
     */
    Tensor squaredGradientNorms(Tensor scores, Tensor images) {
        return Scope.run(
                "image-gradient",
                () ->
                        Autograd.grad(scores.sum(), List.of(images), GradOptions.differentiable())
                                .get(images)
                                .square()
                                .sum(1, 2, 3)
                                .mul(context.squaredNormScale()));
    }

    /**
     * Scores images and checks that there is one score each, so that no later term broadcasts.
     *
     * @return [N]
     */
    static Tensor score(DiscriminatorFunction discriminator, Tensor images) {
        if (images.shape().rank() != 4) {
            throw new IllegalArgumentException(
                    "A loss got images of shape " + images.shape() + "; allowed is [N, C, H, W]");
        }
        Tensor scores = discriminator.score(images);
        int n = images.dim(0);
        if (!scores.shape().equals(Shape.of(n, 1)) && !scores.shape().equals(Shape.of(n))) {
            throw new IllegalArgumentException(
                    "The discriminator returned scores of shape "
                            + scores.shape()
                            + " for images of shape "
                            + images.shape()
                            + "; allowed is ["
                            + n
                            + ", 1] or ["
                            + n
                            + "]");
        }
        return scores.reshape(n);
    }
}
