package io.github.stylegan4j.train;

/** Does what a run will do later, to see how long it takes. */
interface StepTimes extends AutoCloseable {
    /** Takes a step of each network, or a few; their time in seconds, per real image shown. */
    double step(SchedulePoint point);

    /** Draws a grid; its time in seconds, without that of writing the picture. */
    double grid(SchedulePoint point);

    @Override
    void close();
}
