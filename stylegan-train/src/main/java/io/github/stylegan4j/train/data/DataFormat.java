package io.github.stylegan4j.train.data;

import io.github.stylegan4j.train.data.format.CifarFile;
import io.github.stylegan4j.train.data.format.LmdbFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** The kinds of data sets that can be read; each recognises its own. */
public enum DataFormat {
    /** The multi-resolution TFRecord files of the published StyleGAN. */
    TFRECORD(
            Recognition::isTfRecord,
            TfRecordSource::open,
            TfRecordFiles::shape,
            RecordChecks::tfRecords),
    /** IDX files, as of MNIST. */
    IDX(Recognition::isIdx, IdxSource::open, IdxSource::shape, RecordChecks::idx),
    /** CIFAR-10 in its binary form. */
    CIFAR10(
            path -> Recognition.isCifar(path, CifarFile.Kind.CIFAR10),
            (path, options) -> CifarSource.open(path, CifarFile.Kind.CIFAR10, options),
            path -> CifarSource.SHAPE,
            path -> RecordChecks.cifar(path, CifarFile.Kind.CIFAR10)),
    /** CIFAR-100 in its binary form. */
    CIFAR100(
            path -> Recognition.isCifar(path, CifarFile.Kind.CIFAR100),
            (path, options) -> CifarSource.open(path, CifarFile.Kind.CIFAR100, options),
            path -> CifarSource.SHAPE,
            path -> RecordChecks.cifar(path, CifarFile.Kind.CIFAR100)),
    /** An LMDB file whose values are image files, as of LSUN. */
    LMDB(LmdbFile::isLmdb, LmdbImageSource::open, FileShapes::lmdb, FileChecks::lmdb),
    /** A ZIP archive of image files. */
    ZIP(Recognition::isZip, ZipImageSource::open, FileShapes::zip, FileChecks::zip),
    /** A folder of image files. */
    FOLDER(Recognition::isFolder, ImageFolderSource::open, FileShapes::folder, FileChecks::folder);

    /** Whether a file or folder looks like a kind. */
    @FunctionalInterface
    private interface Recogniser {
        boolean matches(Path path) throws IOException;
    }

    /** Opens a file or folder. */
    @FunctionalInterface
    private interface Opener {
        ImageSource open(Path path, ImageOptions options);
    }

    /** Tells the size of stored images. */
    @FunctionalInterface
    private interface Shaper {
        ImageShape of(Path path) throws IOException;
    }

    /** Looks at every image. */
    @FunctionalInterface
    private interface Checker {
        Validation check(Path path) throws IOException;
    }

    private final Recogniser recogniser;
    private final Opener opener;
    private final Shaper shaper;
    private final Checker checker;

    DataFormat(Recogniser recogniser, Opener opener, Shaper shaper, Checker checker) {
        this.recogniser = recogniser;
        this.opener = opener;
        this.shaper = shaper;
        this.checker = checker;
    }

    /** The first kind that a file or folder looks like, by names and first bytes. */
    static Optional<DataFormat> of(Path path) throws IOException {
        for (DataFormat format : values()) {
            if (format.recogniser.matches(path)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    /**
     * Opens a file or folder as this kind.
     *
     * @throws DataException if it cannot be used
     */
    public ImageSource open(Path path, ImageOptions options) {
        return opener.open(path, options);
    }

    /**
     * The size of the images as they are stored, where it is one for all; otherwise that of the
     * first.
     *
     * @throws DataException if the data set cannot be used
     */
    public ImageShape shape(Path path) {
        try {
            return shaper.of(path);
        } catch (IOException e) {
            throw StoredImageSource.unusable(path.toString(), e);
        }
    }

    /**
     * Looks at every image, record and label.
     *
     * @throws DataException if nothing can be looked at
     */
    public Validation validate(Path path) {
        try {
            return checker.check(path);
        } catch (IOException e) {
            throw StoredImageSource.unusable(path.toString(), e);
        }
    }

    /** Whether each image is a picture file of its own, in a folder, an archive or a database. */
    public boolean isFiles() {
        return this == FOLDER || this == ZIP || this == LMDB;
    }

    /** The name in options and messages, such as {@code tfrecord}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
