package io.github.stylegan4j.cpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The name of the processor, as far as the operating system tells it. */
final class Processor {
    private static final Logger LOG = LoggerFactory.getLogger(Processor.class);

    private Processor() {}

    /** For example {@code AMD EPYC 7763}; the architecture where nothing more is known. */
    static String name() {
        String windows = System.getenv("PROCESSOR_IDENTIFIER");
        if (windows != null && !windows.isBlank()) {
            return windows;
        }
        Path linux = Path.of("/proc/cpuinfo");
        if (Files.isReadable(linux)) {
            try (Stream<String> lines = Files.lines(linux)) {
                return lines.filter(l -> l.startsWith("model name"))
                        .map(l -> l.substring(l.indexOf(':') + 1).strip())
                        .findFirst()
                        .orElseGet(Processor::architecture);
            } catch (IOException e) {
                LOG.debug("{} cannot be read", linux, e);
            }
        }
        return architecture();
    }

    private static String architecture() {
        return System.getProperty("os.arch", "unknown");
    }
}
