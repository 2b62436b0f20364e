package io.github.stylegan4j.docs;

import io.github.stylegan4j.stylegan.Generator;
import io.github.stylegan4j.train.TrainingConfig;
import java.nio.file.Path;

/** What the Java blocks of the documentation take for granted; {@link SnippetsTest} extends it. */
abstract class SnippetContext {
    /** A configuration that the reader has. */
    TrainingConfig config = TrainingConfig.emojiDemo();

    /** A folder of the reader's. */
    Path folder = Path.of("folder");

    /** Where numbers of a run go. */
    Metrics metrics;

    /** Who is told when something goes wrong. */
    Pager pager;

    /** Collects numbers. */
    interface Metrics {
        /** Takes in those of a tick. */
        void record(double kimg, double scoreGap, double diversity, double remainingSeconds);
    }

    /** Wakes somebody. */
    interface Pager {
        /** Sends a message. */
        void send(String text);
    }

    /** Fréchet inception distance, which is the reader's to compute. */
    abstract double fid(Generator generator);
}
