package io.github.stylegan4j.train.health;

/**
 * Turns looks that go to and fro into few changes: it rises after some bad looks in a row, and
 * falls after some good ones in a row. A look can be neither.
 */
final class Alarm {
    private final int badLooks;
    private final int goodLooks;
    private int inARow;
    private boolean raised;

    Alarm(int badLooks, int goodLooks) {
        this.badLooks = badLooks;
        this.goodLooks = goodLooks;
    }

    /** Takes in a look; whether the alarm has risen or fallen by it. */
    boolean changedBy(boolean bad, boolean good) {
        boolean against = raised ? good : bad;
        inARow = against ? inARow + 1 : 0;
        if (inARow < (raised ? goodLooks : badLooks)) {
            return false;
        }
        raised = !raised;
        inARow = 0;
        return true;
    }

    boolean raised() {
        return raised;
    }

    void reset() {
        raised = false;
        inARow = 0;
    }
}
