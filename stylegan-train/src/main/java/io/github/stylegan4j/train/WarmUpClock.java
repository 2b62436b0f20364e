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

    /** Threads that can work at the same time. */
    int processors();

    /**
     * How long something would have taken without compilers, which for the first minutes compete
     * with the program for processors: if it has as many threads at work as there are processors,
     * and k others compile, it gets n / (n + k) of them.
     *
     * @param seconds how long it took
     * @param elapsed how long it and all around it took
     * @param compiling what compilers worked meanwhile, k times as long
     */
    default double undisturbed(double seconds, double elapsed, double compiling) {
        return elapsed <= 0 ? seconds : seconds / (1 + compiling / (elapsed * processors()));
    }

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

            @Override
            public int processors() {
                return Runtime.getRuntime().availableProcessors();
            }
        };
    }
}
