package io.github.stylegan4j.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class UserCacheTest {
    private static final Path HOME = Path.of("/home/me");

    @Test
    void eachSystemHasItsFolder() {
        assertEquals(HOME.resolve(".cache"), UserCache.base("Linux", HOME, null, null));
        assertEquals(HOME.resolve(".cache"), UserCache.base("Linux", HOME, "", null));
        assertEquals(HOME.resolve(".cache"), UserCache.base("Linux", HOME, "relative", null));
        assertEquals(Path.of("/fast/cache"), UserCache.base("Linux", HOME, "/fast/cache", null));
        assertEquals(HOME.resolve("Library/Caches"), UserCache.base("Mac OS X", HOME, null, null));
        assertEquals(Path.of("/local"), UserCache.base("Windows 11", HOME, null, "/local"));
        assertEquals(HOME, UserCache.base("Windows 11", HOME, null, ""));
    }

    @Test
    void purposesHaveFoldersOfTheirOwn() {
        Path folder = UserCache.folder("tuning");
        assertEquals("tuning", folder.getFileName().toString());
        assertTrue(folder.isAbsolute(), folder + " must not depend on the working directory");
    }
}
