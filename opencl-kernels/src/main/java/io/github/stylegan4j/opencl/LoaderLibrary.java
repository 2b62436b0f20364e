package io.github.stylegan4j.opencl;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the system's OpenCL loader is there, asked before the binding is touched: where it is
 * not, the binding's native code prints a line of its own to standard error.
 *
 * <p>Only what is certain counts. On Linux the dynamic linker looks in {@code LD_LIBRARY_PATH}, in
 * its cache and in a few folders; a system that does it in another way is left to the binding.
 */
final class LoaderLibrary {
    private static final Logger LOG = LoggerFactory.getLogger(LoaderLibrary.class);
    private static final List<String> NAMES = List.of("libOpenCL.so.1", "libOpenCL.so");
    private static final List<String> FOLDERS =
            List.of("lib", "lib64", "usr/lib", "usr/lib64", "usr/local/lib");
    private static final Pattern CACHED = Pattern.compile("/[^\0]*/libOpenCL\\.so(\\.1)?\0");

    private LoaderLibrary() {}

    /** Whether it is certain that this machine has no loader. */
    static boolean isMissing() {
        return isMissing(System.getProperty("os.name", ""), Path.of("/"), System.getenv());
    }

    /**
     * The same for any machine.
     *
     * @param os name of the operating system
     * @param root where its files are
     * @param environment its environment variables
     */
    static boolean isMissing(String os, Path root, Map<String, String> environment) {
        Path cache = root.resolve("etc/ld.so.cache");
        if (!os.toLowerCase(Locale.ROOT).contains("linux")
                || !Files.isReadable(cache)
                || environment.getOrDefault("LD_PRELOAD", "").contains("OpenCL")) {
            return false;
        }
        for (String folder : environment.getOrDefault("LD_LIBRARY_PATH", "").split("[:;]", -1)) {
            if (isIn(Path.of(folder))) {
                return false;
            }
        }
        try {
            for (String folder : FOLDERS) {
                if (isInOrBelow(root.resolve(folder))) {
                    return false;
                }
            }
            return !isCached(cache, root);
        } catch (IOException e) {
            LOG.debug("It cannot be told whether there is an OpenCL loader; it is tried", e);
            return false;
        }
    }

    /** Also in a folder for one processor, such as {@code x86_64-linux-gnu}. */
    private static boolean isInOrBelow(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        boolean found = isIn(folder);
        try (DirectoryStream<Path> byProcessor = Files.newDirectoryStream(folder, "*-linux-*")) {
            for (Path each : byProcessor) {
                found |= isIn(each);
            }
        }
        return found;
    }

    private static boolean isIn(Path folder) {
        return NAMES.stream().anyMatch(name -> Files.exists(folder.resolve(name)));
    }

    /** Whether the linker's cache, a table of texts that end in a 0, names a file that exists. */
    private static boolean isCached(Path cache, Path root) throws IOException {
        Matcher path = CACHED.matcher(Files.readString(cache, StandardCharsets.ISO_8859_1));
        while (path.find()) {
            String file = path.group().substring(1, path.group().length() - 1);
            if (Files.exists(root.resolve(file))) {
                return true;
            }
        }
        return false;
    }
}
