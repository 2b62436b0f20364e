package io.github.stylegan4j.cpu;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A fixed team of threads that share the iterations of a loop.
 *
 * <p>The calling thread takes part, so a team of one runs everything in place. Which thread runs
 * which iteration is not determined; kernels therefore write disjoint results and never let the
 * number of threads decide an order of summation. A loop inside a loop, or a loop started while
 * another thread holds the team, runs in the calling thread.
 */
final class CpuThreads implements AutoCloseable {
    /** The work of one iteration, or of a range of iterations. */
    @FunctionalInterface
    interface RangeBody {
        /** Runs the iterations {@code from} to {@code to - 1}. */
        void run(int from, int to);
    }

    /** The work of one iteration. */
    @FunctionalInterface
    interface Body {
        /** Runs iteration {@code index}. */
        void run(int index);
    }

    /** Polls before a thread parks: long enough to bridge the gap between two kernels. */
    private static final int SPINS = 4000;

    private static final class Loop {
        final RangeBody body;
        final int count;
        final int grain;
        final int pieces;
        final Thread owner = Thread.currentThread();
        final AtomicInteger next = new AtomicInteger();
        final AtomicInteger done = new AtomicInteger();
        final AtomicReference<Throwable> failure = new AtomicReference<>();

        Loop(RangeBody body, int count, int grain) {
            this.body = body;
            this.count = count;
            this.grain = grain;
            this.pieces = (count - 1) / grain + 1;
        }

        /** Runs pieces until none is left; after a failure the rest is skipped. */
        void work() {
            for (int p; (p = next.getAndIncrement()) < pieces; ) {
                if (failure.get() == null) {
                    try {
                        body.run(p * grain, (int) Math.min(count, (p + 1L) * grain));
                    } catch (Throwable t) {
                        failure.compareAndSet(null, t);
                    }
                }
                if (done.incrementAndGet() == pieces) {
                    LockSupport.unpark(owner);
                }
            }
        }

        boolean finished() {
            return done.get() == pieces;
        }
    }

    private final int size;
    private final boolean sampling;
    private final Thread[] workers;
    private final ReentrantLock busy = new ReentrantLock();
    private volatile @Nullable Loop current;
    private volatile boolean closed;

    /**
     * A team of the given size.
     *
     * @param threads number of threads including the caller, at least 1
     */
    CpuThreads(int threads) {
        this(threads, false);
    }

    /**
     * A team of the given size.
     *
     * @param threads number of threads including the caller, at least 1
     * @param sampling whether of each loop only the first range is run, by the caller: enough to
     *     see what scratch memory kernels take
     */
    CpuThreads(int threads, boolean sampling) {
        if (threads < 1) {
            throw new IllegalArgumentException("A team needs at least 1 thread, got " + threads);
        }
        this.size = threads;
        this.sampling = sampling;
        workers = new Thread[sampling ? 0 : threads - 1];
        for (int i = 0; i < workers.length; i++) {
            workers[i] = new Thread(this::serve, "stylegan4j-cpu-" + (i + 1));
            workers[i].setDaemon(true);
        }
        try {
            for (Thread worker : workers) {
                worker.start();
            }
        } catch (OutOfMemoryError e) {
            // The system gives no more threads: those that run must not be left behind.
            close();
            throw e;
        }
    }

    /** Number of threads, the caller included. */
    int size() {
        return size;
    }

    /** Runs {@code body} for 0 to {@code count - 1}, each iteration a unit of sharing. */
    void each(int count, Body body) {
        ranges(
                count,
                1,
                (from, to) -> {
                    for (int i = from; i < to; i++) {
                        body.run(i);
                    }
                });
    }

    /**
     * Runs {@code body} over 0 to {@code count - 1} in ranges of {@code grain} iterations (the last
     * one may be shorter). The ranges do not depend on the number of threads.
     *
     * <p>An exception in the body ends the loop and is thrown here.
     */
    void ranges(int count, int grain, RangeBody body) {
        if (count <= 0) {
            return;
        }
        if (sampling) {
            body.run(0, Math.min(count, grain));
            return;
        }
        if (count <= grain || workers.length == 0 || busy.isHeldByCurrentThread()) {
            inline(count, grain, body);
            return;
        }
        if (owns(Thread.currentThread()) || !busy.tryLock()) {
            inline(count, grain, body);
            return;
        }
        try {
            share(new Loop(body, count, grain));
        } finally {
            busy.unlock();
        }
    }

    private static void inline(int count, int grain, RangeBody body) {
        for (long from = 0; from < count; from += grain) {
            body.run((int) from, (int) Math.min(count, from + grain));
        }
    }

    private void share(Loop loop) {
        if (closed) {
            throw new IllegalStateException("The CPU backend's threads were closed");
        }
        current = loop;
        int helpers = Math.min(workers.length, loop.pieces - 1);
        for (int i = 0; i < helpers; i++) {
            LockSupport.unpark(workers[i]);
        }
        loop.work();
        for (int spins = 0; !loop.finished(); spins++) {
            if (spins < SPINS) {
                Thread.onSpinWait();
            } else {
                LockSupport.park(loop);
            }
        }
        current = null;
        rethrow(loop.failure.get());
    }

    private static void rethrow(@Nullable Throwable failure) {
        if (failure instanceof Error e) {
            throw e;
        }
        if (failure instanceof RuntimeException e) {
            throw e;
        }
    }

    /** Whether a thread is one of the team's own. */
    boolean owns(Thread thread) {
        for (Thread w : workers) {
            if (w == thread) {
                return true;
            }
        }
        return false;
    }

    private void serve() {
        Loop last = null;
        int spins = 0;
        while (!closed) {
            Loop loop = current;
            if (loop != null && loop != last) {
                loop.work();
                last = loop;
                spins = 0;
            } else if (spins++ < SPINS) {
                Thread.onSpinWait();
            } else {
                last = null;
                LockSupport.park(this);
                spins = 0;
            }
        }
    }

    /** Ends the threads; a loop that is running is finished by its caller. */
    @Override
    public void close() {
        closed = true;
        for (Thread w : workers) {
            LockSupport.unpark(w);
        }
    }
}
