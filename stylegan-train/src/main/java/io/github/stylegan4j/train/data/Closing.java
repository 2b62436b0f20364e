package io.github.stylegan4j.train.data;

import java.io.Closeable;
import java.io.IOException;
import java.util.Collection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes files that were only read: nothing can be lost, so a failure is only worth a line. */
final class Closing {
    private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

    private Closing() {}

    static void all(Collection<? extends Closeable> files) {
        for (Closeable file : files) {
            try {
                file.close();
            } catch (IOException e) {
                LOG.warn("a data file could not be closed", e);
            }
        }
    }
}
