package io.github.stylegan4j.profile;

import java.util.function.LongConsumer;

/**
 * The clock of a device that computes while the program goes on: it tells when the device comes to
 * a place in the program, without anybody waiting for that.
 */
@FunctionalInterface
public interface DeviceClock {
    /**
     * Has the time noted at which everything is done that was started before.
     *
     * @param reached is given that time later, in nanoseconds since any moment, in the order of the
     *     calls, and at the latest when the device is waited for; if the device fails, it is not
     *     called
     * @return whether it will be told; false once the clock cannot be read any more
     */
    boolean note(LongConsumer reached);
}
