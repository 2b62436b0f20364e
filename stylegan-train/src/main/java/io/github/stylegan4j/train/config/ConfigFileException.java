package io.github.stylegan4j.train.config;

import java.nio.file.Path;

/** A configuration file cannot be used; the message names it, the line where known, and why. */
public final class ConfigFileException extends IllegalArgumentException {
    /**
     * Describes what is wrong with a file.
     *
     * @param file the file
     * @param line line of the trouble, from 1; 0 where it is in no line
     * @param problem what was found and what is allowed
     * @param cause what led to it, or null
     */
    public ConfigFileException(Path file, int line, String problem, Throwable cause) {
        super(file + (line > 0 ? ":" + line : "") + ": " + problem, cause);
    }
}
