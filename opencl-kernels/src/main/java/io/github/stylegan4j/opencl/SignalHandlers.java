package io.github.stylegan4j.opencl;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the compiler of a driver from ending the process through the signals that Java lives by.
 *
 * <p>The JVM stops its threads, and notices null, by letting memory accesses fail: SIGSEGV reaches
 * its handler many times in a healthy process. A driver that compiles with LLVM, as PoCL does, puts
 * LLVM's handler in that place with every program. It serves one signal and then gives the JVM its
 * own back; but while it does so a second thread that fails finds no handler at all, and the system
 * ends the process with "Segmentation fault" and nothing else. Two threads that reach a safepoint
 * at the same time are enough.
 *
 * <p>The JDK has the full remedy, a library to be preloaded that lets nobody take over the JVM's
 * handlers. Where it is not, {@link #handBack} after each program shortens the time in which that
 * can happen from seconds to that of the compilation.
 */
final class SignalHandlers {
    private static final Logger LOG = LoggerFactory.getLogger(SignalHandlers.class);

    private SignalHandlers() {}

    /** Says what is missing in the environment of a process that is about to use PoCL. */
    static void warnAboutPocl() {
        warnings(System.getenv(), Path.of(System.getProperty("java.home", ""))).forEach(LOG::warn);
    }

    /**
     * The same for any process.
     *
     * @param environment its environment variables
     * @param javaHome folder of its JDK
     */
    static List<String> warnings(Map<String, String> environment, Path javaHome) {
        List<String> warnings = new ArrayList<>();
        if (!"0".equals(environment.get("POCL_SIGFPE_HANDLER"))) {
            warnings.add(
                    "PoCL is about to take over a signal that Java needs: an integer division by"
                            + " zero will no longer throw ArithmeticException. Set"
                            + " POCL_SIGFPE_HANDLER=0 in the environment before starting Java.");
        }
        Path library = javaHome.resolve("lib").resolve("libjsig.so");
        if (Files.exists(library)
                && !environment.getOrDefault("LD_PRELOAD", "").contains("libjsig")) {
            warnings.add(
                    "PoCL's compiler takes over signals that Java needs: with several threads at"
                            + " work it can end the process with nothing but \"Segmentation"
                            + " fault\". Set LD_PRELOAD="
                            + library
                            + " in the environment before starting Java.");
        }
        return warnings;
    }

    /**
     * Has a compiler's handlers serve their one signal now, in this thread and while the others do
     * nothing in particular, instead of at the next safepoint, where many threads fail at once.
     */
    @SuppressWarnings("NullAway")
    static void handBack() {
        int @Nullable [] nothing = null;
        try {
            throw new AssertionError("null has a length: " + nothing.length);
        } catch (NullPointerException e) {
            LOG.trace("Signal handlers are those of the JVM again", e);
        }
    }
}
