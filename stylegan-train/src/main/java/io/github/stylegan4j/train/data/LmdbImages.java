package io.github.stylegan4j.train.data;

import io.github.stylegan4j.train.data.format.LmdbFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The image files that are the values of an open LMDB file, called by their keys. */
final class LmdbImages implements Closeable {
    private final LmdbFile lmdb;

    private LmdbImages(LmdbFile lmdb) {
        this.lmdb = lmdb;
    }

    /** Opens a file, or the folder it is in. */
    static LmdbImages open(Path path) throws IOException {
        return new LmdbImages(LmdbFile.open(path));
    }

    /** All values, in the order of their keys. */
    List<EncodedImage> files() {
        return lmdb.entries().stream()
                .map(entry -> new EncodedImage(entry.name(), () -> lmdb.read(entry)))
                .toList();
    }

    @Override
    public void close() throws IOException {
        lmdb.close();
    }
}
