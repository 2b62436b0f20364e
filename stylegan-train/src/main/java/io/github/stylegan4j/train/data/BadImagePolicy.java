package io.github.stylegan4j.train.data;

/** What happens to a file that looks like an image and cannot be decoded. */
public enum BadImagePolicy {
    /** The file is left out and reported by name and reason. */
    SKIP,
    /** The whole source is refused, with every bad file reported by name and reason. */
    FAIL
}
