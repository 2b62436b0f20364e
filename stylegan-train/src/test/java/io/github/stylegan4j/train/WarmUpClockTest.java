package io.github.stylegan4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class WarmUpClockTest {
    /** A clock that stands still: there is always time for one more step. */
    static WarmUpClock standing(int processors) {
        return new WarmUpClock() {
            @Override
            public double seconds() {
                return 0;
            }

            @Override
            public double compilingSeconds() {
                return 0;
            }

            @Override
            public int processors() {
                return processors;
            }
        };
    }

    @Test
    void compilersTakeTheirShareOfTheProcessors() {
        assertEquals(2, standing(2).undisturbed(3, 3, 3), 1e-12);
        assertEquals(2, standing(2).undisturbed(2, 3, 0), 1e-12);
        assertEquals(1.6, standing(4).undisturbed(2, 10, 10), 1e-12);
        assertEquals(2, standing(2).undisturbed(2, 0, 0), 1e-12);
    }

    @Test
    void thisMachineTells() {
        WarmUpClock clock = WarmUpClock.ofMachine();
        assertTrue(clock.processors() >= 1);
        assertTrue(clock.compilingSeconds() >= 0);
        assertTrue(clock.seconds() <= clock.seconds());
    }
}
