package io.github.stylegan4j.train.cli;

import io.github.stylegan4j.train.Trainer;
import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From {@link #stop} until it is closed, Ctrl-C, {@code kill} and the end of a terminal stop a
 * trainer well, and the program ends as it does after any run. A second Ctrl-C or {@code kill} ends
 * it at once.
 *
 * <p>A shutdown hook, which is all that the Java library has, cannot do this: it leaves the exit
 * code to the signal and hears of no second one. So the virtual machine's own {@code
 * sun.misc.Signal} is used, by reflection, because it is no part of the platform. Where there is
 * none, a signal ends the program at once, which harms nothing.
 */
final class StopSignals implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StopSignals.class);

    /** What a shell adds to a signal's number. */
    private static final int SIGNALLED = 128;

    /** Numbers by name; all systems that have them agree on these. */
    private static final Map<String, Integer> NUMBERS = Map.of("HUP", 1, "INT", 2, "TERM", 15);

    /** A terminal that goes away may send more than one signal, which is no impatience. */
    private static final String HANG_UP = "HUP";

    /** Puts back what handled a signal before. */
    private interface Restoring {
        void restore() throws ReflectiveOperationException;
    }

    private final PrintWriter err;
    private final AtomicInteger heard = new AtomicInteger();
    private final List<Restoring> before = new ArrayList<>();

    /** Not listening yet. */
    StopSignals(PrintWriter err) {
        this.err = err;
    }

    /** Begins to listen, once. */
    void stop(Trainer trainer) {
        NUMBERS.keySet().forEach(name -> listen(name, trainer));
    }

    private void listen(String name, Trainer trainer) {
        try {
            Class<?> signals = Class.forName("sun.misc.Signal");
            Class<?> handlers = Class.forName("sun.misc.SignalHandler");
            Object signal = signals.getConstructor(String.class).newInstance(name);
            var handle = signals.getMethod("handle", signals, handlers);
            Object own =
                    Proxy.newProxyInstance(
                            handlers.getClassLoader(),
                            new Class<?>[] {handlers},
                            (proxy, method, args) ->
                                    switch (method.getName()) {
                                        case "handle" -> {
                                            heard(name, trainer);
                                            yield null;
                                        }
                                        case "hashCode" -> System.identityHashCode(proxy);
                                        case "equals" -> proxy == args[0];
                                        default -> "stop at " + name;
                                    });
            Object other = handle.invoke(null, signal, own);
            before.add(() -> handle.invoke(null, signal, other));
        } catch (InvocationTargetException e) {
            // The virtual machine keeps the signal to itself, or the system has none of that name.
            LOG.debug("the signal {} is not listened to", name, e.getCause());
        } catch (ReflectiveOperationException e) {
            LOG.debug("this Java runtime lets nobody listen to signals", e);
        }
    }

    private void heard(String name, Trainer trainer) {
        if (heard.incrementAndGet() == 1) {
            say(
                    "ending after the steps in progress, with a checkpoint; once more, and it ends"
                            + " at once, without one");
            trainer.stop();
        } else if (!name.equals(HANG_UP)) {
            say("ended without a checkpoint; what was saved before is unharmed");
            Runtime.getRuntime().halt(SIGNALLED + NUMBERS.get(name));
        }
    }

    private void say(String text) {
        err.println("stylegan: " + text);
        err.flush();
    }

    /** Signals do again what they did before. */
    @Override
    public void close() {
        for (Restoring one : before) {
            try {
                one.restore();
            } catch (ReflectiveOperationException e) {
                LOG.debug("a signal's handler could not be put back", e);
            }
        }
        before.clear();
    }
}
