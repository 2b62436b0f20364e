package io.github.stylegan4j.train.data;

import io.github.stylegan4j.train.data.format.CifarFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The kinds of data sets that can be read; each recognises its own. */
public enum DataFormat {
    /** The multi-resolution TFRecord files of the published StyleGAN. */
    TFRECORD {
        @Override
        boolean matches(Path path) throws IOException {
            return Files.isDirectory(path)
                    ? anyIn(path, TfRecordFiles.ENDING)
                    : path.toString().endsWith(TfRecordFiles.ENDING);
        }

        @Override
        ImageSource open(Path path, ImageOptions options) {
            return TfRecordSource.open(path, options);
        }
    },
    /** IDX files, as of MNIST. */
    IDX {
        @Override
        boolean matches(Path path) throws IOException {
            if (!Files.isDirectory(path)) {
                return IdxSource.isImageFile(path);
            }
            try (Stream<Path> list = Files.list(path)) {
                return list.anyMatch(IdxSource::isImageFile);
            }
        }

        @Override
        ImageSource open(Path path, ImageOptions options) {
            return IdxSource.open(path, options);
        }
    },
    /** CIFAR-10 in its binary form. */
    CIFAR10 {
        @Override
        boolean matches(Path path) throws IOException {
            return isCifar(path, CifarFile.Kind.CIFAR10);
        }

        @Override
        ImageSource open(Path path, ImageOptions options) {
            return CifarSource.open(path, CifarFile.Kind.CIFAR10, options);
        }
    },
    /** CIFAR-100 in its binary form. */
    CIFAR100 {
        @Override
        boolean matches(Path path) throws IOException {
            return isCifar(path, CifarFile.Kind.CIFAR100);
        }

        @Override
        ImageSource open(Path path, ImageOptions options) {
            return CifarSource.open(path, CifarFile.Kind.CIFAR100, options);
        }
    },
    /** A ZIP archive of image files. */
    ZIP {
        @Override
        boolean matches(Path path) throws IOException {
            if (!Files.isRegularFile(path)) {
                return false;
            }
            try (InputStream in = Files.newInputStream(path)) {
                byte[] first = in.readNBytes(4);
                return first.length == 4 && first[0] == 'P' && first[1] == 'K';
            }
        }

        @Override
        ImageSource open(Path path, ImageOptions options) {
            return ZipImageSource.open(path, options);
        }
    },
    /** A folder of image files. */
    FOLDER {
        @Override
        boolean matches(Path path) {
            return Files.isDirectory(path);
        }

        @Override
        ImageSource open(Path path, ImageOptions options) {
            return ImageFolderSource.open(path, options);
        }
    };

    /** Whether a file or folder looks like this kind, by names and first bytes. */
    abstract boolean matches(Path path) throws IOException;

    /**
     * Opens a file or folder as this kind.
     *
     * @throws DataException if it cannot be used
     */
    abstract ImageSource open(Path path, ImageOptions options);

    private static boolean anyIn(Path folder, String ending) throws IOException {
        try (Stream<Path> list = Files.list(folder)) {
            return list.anyMatch(p -> p.toString().endsWith(ending));
        }
    }

    private static boolean isCifar(Path path, CifarFile.Kind kind) throws IOException {
        List<Path> files = Files.isDirectory(path) ? CifarSource.find(path) : List.of(path);
        if (files.isEmpty() || !files.get(0).toString().endsWith(".bin")) {
            return false;
        }
        return Files.isRegularFile(files.get(0))
                && Files.size(files.get(0)) % kind.recordBytes() == 0;
    }

    /** The first kind that a file or folder looks like. */
    static Optional<DataFormat> of(Path path) throws IOException {
        for (DataFormat format : values()) {
            if (format.matches(path)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    /** The name in options and messages, such as {@code tfrecord}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
