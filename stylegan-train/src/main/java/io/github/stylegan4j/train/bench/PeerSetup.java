package io.github.stylegan4j.train.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Where a peer is and how its processes run.
 *
 * @param name the peer's name
 * @param folder the folder of its jars
 * @param mainClass the program that calls {@link PeerServer#serve}
 * @param threads how many threads compute
 * @param jvmOptions options of its JVM
 * @param environment variables of its process beside the inherited ones
 */
public record PeerSetup(
        String name,
        Path folder,
        String mainClass,
        int threads,
        List<String> jvmOptions,
        Map<String, String> environment) {
    private static final List<Path> JEMALLOC =
            List.of(
                    Path.of("/usr/lib/x86_64-linux-gnu/libjemalloc.so.2"),
                    Path.of("/usr/lib/aarch64-linux-gnu/libjemalloc.so.2"),
                    Path.of("/usr/lib64/libjemalloc.so.2"));

    /** Which memory allocator a peer gets. */
    public enum Allocator {
        /** jemalloc that gives nothing back and uses huge pages: what serious users preload. */
        TUNED,
        /** That of the C library. */
        DEFAULT;

        /** The name on a command line, for example {@code tuned}. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The variables that give a process this allocator.
     *
     * @throws IllegalStateException if jemalloc is wanted and not there
     */
    public static Map<String, String> environment(Allocator allocator) {
        if (allocator == Allocator.DEFAULT) {
            return Map.of();
        }
        Path library =
                JEMALLOC.stream()
                        .filter(Files::exists)
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                "The tuned allocator was not found at any of "
                                                        + JEMALLOC
                                                        + "; install it (Debian: libjemalloc2) or"
                                                        + " choose --allocator default"));
        return Map.of(
                "LD_PRELOAD",
                library.toString(),
                "MALLOC_CONF",
                "dirty_decay_ms:-1,muzzy_decay_ms:-1,thp:always");
    }
}
