package io.github.stylegan4j.train.loss;

import io.github.stylegan4j.tensor.Escaping;
import io.github.stylegan4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A loss and what it was made of.
 *
 * @param loss mean over the minibatch, rank 0, with its record
 * @param statistics one number per image, [N], without record, by name: scores, penalties and the
 *     loss itself; they stay on the device
 */
public record LossValue(Tensor loss, Map<String, Tensor> statistics) implements Escaping {
    /** Name of the discriminator's scores of real images; adaptive augmentation goes by them. */
    public static final String SCORES_REAL = "scores_real";

    /** Name of the discriminator's scores of generated images. */
    public static final String SCORES_FAKE = "scores_fake";

    /** Copies the map, keeping its order. */
    public LossValue {
        statistics = Collections.unmodifiableMap(new LinkedHashMap<>(statistics));
    }

    @Override
    public Iterable<Tensor> escaping() {
        List<Tensor> all = new ArrayList<>(statistics.values());
        all.add(loss);
        return all;
    }
}
