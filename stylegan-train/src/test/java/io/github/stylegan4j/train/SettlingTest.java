package io.github.stylegan4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SettlingTest {
    private final Settling times = new Settling();

    private void add(double... seconds) {
        for (double s : seconds) {
            times.add(s, s, 0);
        }
    }

    @Test
    void theFirstTimeCountsOnlyWhileThereIsNoOther() {
        add(9);
        assertEquals(9, times.seconds());
        add(2);
        assertEquals(2, times.seconds());
        add(4);
        assertEquals(3, times.seconds());
        add(1);
        assertEquals(2, times.seconds(), "the median of 2, 4, 1");
    }

    @Test
    void timesThatFallAreNotTrusted() {
        add(9, 8, 7, 6, 5, 4);
        assertFalse(times.isSettled());
        add(3, 3, 3);
        assertFalse(times.isSettled());
        add(2.95, 3, 2.95);
        assertTrue(times.isSettled());
        assertEquals(3, times.seconds(), "the median of the later half");
    }

    @Test
    void timesThatRiseHaveStoppedFalling() {
        add(9, 3, 3, 3, 3, 4);
        assertTrue(times.isSettled());
    }

    @Test
    void sixAreTheLeast() {
        add(1, 1, 1, 1, 1);
        assertFalse(times.isSettled());
        add(1);
        assertTrue(times.isSettled());
    }

    @Test
    void whileCompilersWorkMoreIsToBeGained() {
        for (int i = 0; i < 20; i++) {
            times.add(1, 1, 0.8);
        }
        assertFalse(times.isSettled());
        times.add(1, 1, 0.1);
        times.add(1, 1, 0.1);
        assertFalse(times.isSettled());
        times.add(1, 1, 0.1);
        assertTrue(times.isSettled());
    }
}
