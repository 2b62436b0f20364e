package io.github.stylegan4j.io;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.slf4j.LoggerFactory;

/** Random numbers of a test whose seed is printed; {@code -Dtests.seed=N} repeats a run. */
public final class Seeds {
    private static final long DEFAULT_SEED = 20260101;

    private Seeds() {}

    /** A generator seeded for the named test. */
    public static RandomGenerator random(String test) {
        return generator(seed(test));
    }

    /** Another one for each repetition of the named test, told apart by its display name. */
    public static RandomGenerator random(String test, String repetition) {
        return generator(31 * seed(test) + repetition.hashCode());
    }

    private static long seed(String test) {
        long seed = Long.getLong("tests.seed", DEFAULT_SEED);
        LoggerFactory.getLogger(Seeds.class).info("{}: -Dtests.seed={}", test, seed);
        return seed;
    }

    private static RandomGenerator generator(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }
}
