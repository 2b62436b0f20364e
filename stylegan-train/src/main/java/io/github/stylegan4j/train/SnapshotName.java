package io.github.stylegan4j.train;

import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of the files that belong to a moment of training: thousands of images shown, with decimals
 * where they are not whole, so that no two moments share a name: {@code
 * checkpoint-000010.safetensors}, {@code checkpoint-000010.240.safetensors}.
 */
enum SnapshotName {
    /** All that training goes on from. */
    CHECKPOINT("checkpoint-", ".safetensors"),
    /** The averaged generator. */
    NETWORK("network-snapshot-", ".safetensors"),
    /** A grid of generated images. */
    FAKES("fakes", ".png");

    private final String prefix;
    private final String ending;
    private final Pattern pattern;

    SnapshotName(String prefix, String ending) {
        this.prefix = prefix;
        this.ending = ending;
        pattern =
                Pattern.compile(
                        Pattern.quote(prefix)
                                + "(\\d{6,12})(?:\\.(\\d{3}))?"
                                + Pattern.quote(ending));
    }

    /** The name after so many images. */
    String of(long images) {
        long rest = images % 1000;
        String decimals = rest == 0 ? "" : String.format(Locale.ROOT, ".%03d", rest);
        return String.format(Locale.ROOT, "%s%06d%s%s", prefix, images / 1000, decimals, ending);
    }

    /** The images shown when a file was written, by its name; empty if it is named otherwise. */
    OptionalLong images(Path file) {
        Matcher m = pattern.matcher(String.valueOf(file.getFileName()));
        if (!m.matches()) {
            return OptionalLong.empty();
        }
        long rest = m.group(2) == null ? 0 : Long.parseLong(m.group(2));
        return OptionalLong.of(Long.parseLong(m.group(1)) * 1000 + rest);
    }
}
