package io.github.stylegan4j.conformance;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.slf4j.LoggerFactory;

/** Random numbers of the suite; the seed is printed, {@code -Dtests.seed=N} repeats a run. */
final class Seeds {
    private static final long SEED = Long.getLong("tests.seed", 20260101);

    static {
        LoggerFactory.getLogger(Seeds.class).info("conformance: -Dtests.seed={}", SEED);
    }

    private Seeds() {}

    /**
     * A generator of its own for everything that has a name, so that tests may run in any order.
     */
    static RandomGenerator random(String what) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(SEED * 31 + what.hashCode());
    }
}
