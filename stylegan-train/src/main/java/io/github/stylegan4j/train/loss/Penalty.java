package io.github.stylegan4j.train.loss;

import io.github.stylegan4j.tensor.Tensor;
import java.util.List;
import java.util.Map;

/** A term that is added to a discriminator's adversarial loss. */
interface Penalty {
    /** Short name for profiles, such as {@code r1}. */
    String name();

    /** What the term is multiplied by; a penalty of weight 0 need not be computed. */
    double weight();

    /**
     * Whether the term is made of gradients, which makes it expensive: such a term can be computed
     * in some steps only.
     */
    boolean isOnGradients();

    /** Whether {@link #perImage} differentiates the scores by the real images. */
    default boolean differentiatesReals() {
        return false;
    }

    /** Whether {@link #perImage} differentiates the scores by the generated images. */
    default boolean differentiatesFakes() {
        return false;
    }

    /** Whether the term's gradient is infinite for an image whose score is constant. */
    default boolean needsSlopes() {
        return false;
    }

    /** Names of the statistics that {@link #perImage} reports. */
    List<String> statisticNames();

    /**
     * The term per image, [N].
     *
     * @param statistics receives what is worth reporting, [N] each
     */
    Tensor perImage(ScoredMinibatch minibatch, Map<String, Tensor> statistics);
}
