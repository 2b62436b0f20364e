package io.github.stylegan4j.train.loss;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.autograd.Autograd;
import io.github.stylegan4j.autograd.GradOptions;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import java.util.List;
import java.util.function.Supplier;

/**
 * The images of one discriminator step and their scores; scores and generated images are computed
 * when first asked for.
 */
final class ScoredMinibatch {
    private final DiscriminatorFunction discriminator;
    private final Tensor reals;
    private final Supplier<Tensor> generator;
    private final boolean tracksFakes;
    private final LossContext context;
    private Tensor fakes;
    private Tensor realScores;
    private Tensor fakeScores;

    /**
     * Images without history, so that no gradient walks on into whatever made them.
     *
     * @param discriminator scores images
     * @param reals real images, [N, C, H, W]
     * @param generator makes generated images, [N, C, H, W]; asked once at most
     * @param penalties what will be asked for; images are tracked where one needs it
     * @param context level of detail and random numbers
     */
    ScoredMinibatch(
            DiscriminatorFunction discriminator,
            Tensor reals,
            Supplier<Tensor> generator,
            List<Penalty> penalties,
            LossContext context) {
        this.discriminator = discriminator;
        this.reals = reals.detach();
        this.generator = generator;
        this.context = context;
        if (penalties.stream().anyMatch(Penalty::differentiatesReals)) {
            this.reals.track();
        }
        tracksFakes = penalties.stream().anyMatch(Penalty::differentiatesFakes);
    }

    /** Real images, [N, C, H, W]. */
    Tensor reals() {
        return reals;
    }

    /**
     * Generated images, [N, C, H, W].
     *
     * @throws IllegalArgumentException if they differ from the real ones in shape
     */
    Tensor fakes() {
        if (fakes == null) {
            fakes = checked(generator.get()).detach();
            if (tracksFakes) {
                fakes.track();
            }
        }
        return fakes;
    }

    private Tensor checked(Tensor images) {
        if (!reals.shape().equals(images.shape())) {
            throw new IllegalArgumentException(
                    "Real images of shape "
                            + reals.shape()
                            + " and generated ones of shape "
                            + images.shape()
                            + " do not pair up; allowed are equal shapes");
        }
        return images;
    }

    /** Level of detail and random numbers. */
    LossContext context() {
        return context;
    }

    /** Scores of the real images, [N]. */
    Tensor realScores() {
        if (realScores == null) {
            realScores = score(reals);
        }
        return realScores;
    }

    /** Scores of the generated images, [N]. */
    Tensor fakeScores() {
        if (fakeScores == null) {
            fakeScores = score(fakes());
        }
        return fakeScores;
    }

    /** Scores of other images, [N]. */
    Tensor score(Tensor images) {
        return score(discriminator, images);
    }

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
