package io.github.stylegan4j.io;

import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where this library keeps what can be made again: compiled programs, measurements of devices. It
 * may be deleted at any time.
 *
 * <p>{@code ~/.cache/stylegan4j}, or below {@code XDG_CACHE_HOME}; {@code
 * ~/Library/Caches/stylegan4j} on macOS; {@code %LOCALAPPDATA%\stylegan4j} on Windows. The
 * environment variable {@code STYLEGAN4J_CACHE} names another folder.
 */
public final class UserCache {
    private static final String NAME = "stylegan4j";

    private UserCache() {}

    /** The folder of one purpose; it need not exist yet. */
    public static Path folder(String purpose) {
        String own = System.getenv("STYLEGAN4J_CACHE");
        if (own != null && !own.isBlank()) {
            return Path.of(own).toAbsolutePath().resolve(purpose);
        }
        return base(
                        System.getProperty("os.name", ""),
                        Path.of(System.getProperty("user.home", ".")),
                        System.getenv("XDG_CACHE_HOME"),
                        System.getenv("LOCALAPPDATA"))
                .resolve(NAME)
                .resolve(purpose);
    }

    /** Where an operating system keeps what can be made again. */
    static Path base(
            String os, Path home, @Nullable String xdgCacheHome, @Nullable String localAppData) {
        String name = os.toLowerCase(Locale.ROOT);
        if (name.contains("mac")) {
            return home.resolve("Library").resolve("Caches");
        }
        if (name.contains("win")) {
            return localAppData == null || localAppData.isEmpty() ? home : Path.of(localAppData);
        }
        return xdgCacheHome != null && Path.of(xdgCacheHome).isAbsolute()
                ? Path.of(xdgCacheHome)
                : home.resolve(".cache");
    }
}
