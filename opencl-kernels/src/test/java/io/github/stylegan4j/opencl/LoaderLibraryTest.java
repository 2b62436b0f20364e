package io.github.stylegan4j.opencl;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The loader is called missing only where the dynamic linker is certain not to find it. */
class LoaderLibraryTest {
    @TempDir Path root;

    private boolean missing(Map<String, String> environment) {
        return LoaderLibrary.isMissing("Linux", root, environment);
    }

    private void cache(String... paths) throws IOException {
        Files.createDirectories(root.resolve("etc"));
        String entries = "glibc-ld.so.cache1.1\0libc.so.6\0/lib/libc.so.6\0";
        for (String path : paths) {
            entries += path.substring(path.lastIndexOf('/') + 1) + "\0" + path + "\0";
        }
        Files.writeString(root.resolve("etc/ld.so.cache"), entries, StandardCharsets.ISO_8859_1);
    }

    private void library(String path) throws IOException {
        Files.createDirectories(root.resolve(path).getParent());
        Files.createFile(root.resolve(path));
    }

    @Test
    void whatTheCacheDoesNotNameIsMissing() throws IOException {
        cache();
        assertTrue(missing(Map.of()));
        assertTrue(missing(Map.of("LD_LIBRARY_PATH", root + "/opt:", "LD_PRELOAD", "libjsig.so")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"libOpenCL.so", "libOpenCL.so.1"})
    void whatTheCacheNamesIsThereIfItsFileIs(String name) throws IOException {
        cache("/opt/driver/lib/" + name);
        assertTrue(missing(Map.of()), "a file that was removed since");
        library("opt/driver/lib/" + name);
        assertFalse(missing(Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"usr/lib64", "lib", "usr/lib/aarch64-linux-gnu"})
    void foldersAreSearchedToo(String directory) throws IOException {
        cache();
        library(directory + "/libOpenCL.so.1");
        assertFalse(missing(Map.of()));
    }

    @Test
    void theLibraryPathIsSearchedToo() throws IOException {
        cache();
        library("opt/driver/libOpenCL.so");
        assertTrue(missing(Map.of()));
        assertFalse(missing(Map.of("LD_LIBRARY_PATH", "/nowhere:" + root + "/opt/driver")));
        assertFalse(missing(Map.of("LD_PRELOAD", root + "/opt/driver/libOpenCL.so")));
    }

    @Test
    void whereTheLinkerWorksInAnotherWayNothingIsCertain() throws IOException {
        assertFalse(missing(Map.of()), "no cache");
        cache();
        for (String os : new String[] {"Windows 11", "Mac OS X", "FreeBSD"}) {
            assertFalse(LoaderLibrary.isMissing(os, root, Map.of()), os);
        }
    }

    @Test
    void aMachineThatHasDevicesHasTheLoader() {
        TestDevice.find();
        assertFalse(LoaderLibrary.isMissing());
    }
}
