package io.github.stylegan4j.train.data;

import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;

/** Files in the official format that stand beside the repository where somebody put them. */
final class SharedFixtures {
    private SharedFixtures() {}

    /** A folder of TFRecord files; the test is skipped where there is none. */
    static Path tfRecords() {
        for (Path start = Path.of("").toAbsolutePath(); start != null; start = start.getParent()) {
            Path folder = start.resolve("../shared/fixtures/tfrecord").normalize();
            if (Files.isDirectory(folder)) {
                return folder;
            }
        }
        return abort("no ../shared/fixtures/tfrecord");
    }
}
