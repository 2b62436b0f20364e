package io.github.stylegan4j.train.data;

/**
 * A file that looks like an image and cannot be used.
 *
 * @param name path relative to the source, with forward slashes
 * @param reason why, in words
 */
public record BadImage(String name, String reason) {
    @Override
    public String toString() {
        return name + ": " + reason;
    }
}
