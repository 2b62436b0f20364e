package io.github.stylegan4j.train;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;

/** Tells the time, and how much of it went into making the program itself faster. */
interface WarmUpClock {
    /** Seconds since any moment. */
    double seconds();

    /**
     * Seconds that were spent on compiling what runs often, in other threads than the program's; 0
     * for ever where nobody tells.
     */
    double compilingSeconds();

    /** That of this virtual machine. */
    static WarmUpClock ofMachine() {
        CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
        boolean tells = compiler != null && compiler.isCompilationTimeMonitoringSupported();
        return new WarmUpClock() {
            @Override
            public double seconds() {
                return System.nanoTime() * 1e-9;
            }

            @Override
            public double compilingSeconds() {
                return tells ? compiler.getTotalCompilationTime() * 1e-3 : 0;
            }
        };
    }
}
