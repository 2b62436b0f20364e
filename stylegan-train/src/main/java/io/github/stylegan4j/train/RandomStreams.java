package io.github.stylegan4j.train;

import io.github.stylegan4j.tensor.Rng;
import io.github.stylegan4j.tensor.Rows;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The random numbers of a run: one stream per purpose, all from one seed, so that what one purpose
 * draws never shifts what another gets.
 */
final class RandomStreams {
    /** What random numbers are for; the order gives the streams their numbers. */
    enum Purpose {
        /** First weights of the generator. */
        GENERATOR_WEIGHTS,
        /** First weights of the discriminator. */
        DISCRIMINATOR_WEIGHTS,
        /** Latents of the discriminator's steps. */
        DISCRIMINATOR_LATENTS,
        /** Latents of the generator's steps. */
        GENERATOR_LATENTS,
        /** Labels of the generator's steps. */
        GENERATOR_LABELS,
        /** Noise and style mixing. */
        SYNTHESIS,
        /** Random numbers of the loss. */
        LOSS,
        /** Latents of the image grid. */
        GRID,
        /** Random changes of images on their way to the discriminator. */
        AUGMENTATION
    }

    /** More numbers than a run will ever draw. */
    private static final long LEAP = 1L << 52;

    private final Map<Purpose, Rng> streams = new EnumMap<>(Purpose.class);

    RandomStreams(long seed) {
        for (Purpose purpose : Purpose.values()) {
            streams.put(purpose, new Rng(seed, purpose.ordinal()));
        }
    }

    private RandomStreams(RandomStreams whole, Rows part) {
        whole.streams.forEach((purpose, rng) -> streams.put(purpose, rng.rows(part)));
    }

    /** The streams as a part of a minibatch sees them, from where these stand. */
    RandomStreams rows(Rows part) {
        return new RandomStreams(this, part);
    }

    /** Goes on where the view of a part has got to; the views of all parts get equally far. */
    void follow(RandomStreams part) {
        streams.forEach((purpose, rng) -> rng.follow(part.of(purpose)));
    }

    Rng of(Purpose purpose) {
        return streams.get(purpose);
    }

    /** Moves every stream so far ahead that it draws numbers the run has not seen. */
    void leap() {
        streams.replaceAll(
                (purpose, rng) ->
                        new Rng(rng.seed(), rng.stream(), Math.addExact(rng.position(), LEAP)));
    }

    /** Where each stream stands, by name. */
    Map<String, Long> positions() {
        Map<String, Long> positions = new LinkedHashMap<>();
        streams.forEach((purpose, rng) -> positions.put(name(purpose), rng.position()));
        return positions;
    }

    /** Continues each stream where it stood; streams without a position stay as they are. */
    void restore(Map<String, Long> positions) {
        streams.replaceAll(
                (purpose, rng) ->
                        new Rng(
                                rng.seed(),
                                rng.stream(),
                                positions.getOrDefault(name(purpose), rng.position())));
    }

    private static String name(Purpose purpose) {
        return purpose.name().toLowerCase(Locale.ROOT);
    }
}
