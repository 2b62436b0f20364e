package io.github.stylegan4j.tuning;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * What this library was built from.
 *
 * @param version its version
 * @param revision the commit of its sources, followed by {@code -dirty} if there were changes; or
 *     {@code unknown} if the build was not told
 */
public record BuildInfo(String version, String revision) {
    private static final String FILE = "build.properties";

    /** What the classes that are running were built from. */
    public static BuildInfo read() {
        Properties properties = new Properties();
        try (InputStream in = BuildInfo.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException("The resource " + FILE + " is missing");
            }
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("The resource " + FILE + " cannot be read", e);
        }
        return new BuildInfo(properties.getProperty("version"), properties.getProperty("revision"));
    }
}
