package io.github.stylegan4j.train.data;

import io.github.stylegan4j.train.data.format.CifarFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What each kind of data set looks like, by names and first bytes. */
final class Recognition {
    private Recognition() {}

    static boolean isTfRecord(Path path) throws IOException {
        return isOrHolds(path, p -> p.toString().endsWith(TfRecordFiles.ENDING));
    }

    static boolean isIdx(Path path) throws IOException {
        return isOrHolds(path, IdxSource::isImageFile);
    }

    private static boolean isOrHolds(Path path, Predicate<Path> wanted) throws IOException {
        if (!Files.isDirectory(path)) {
            return wanted.test(path);
        }
        try (Stream<Path> list = Files.list(path)) {
            return list.anyMatch(wanted);
        }
    }

    static boolean isCifar(Path path, CifarFile.Kind kind) throws IOException {
        List<Path> files = Files.isDirectory(path) ? CifarSource.find(path) : List.of(path);
        return !files.isEmpty()
                && files.get(0).toString().endsWith(".bin")
                && Files.isRegularFile(files.get(0))
                && Files.size(files.get(0)) % kind.recordBytes() == 0;
    }

    static boolean isZip(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(path)) {
            byte[] first = in.readNBytes(4);
            return first.length == 4 && first[0] == 'P' && first[1] == 'K';
        }
    }

    static boolean isFolder(Path path) {
        return Files.isDirectory(path);
    }
}
