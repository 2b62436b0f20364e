package io.github.stylegan4j.train.data;

import io.github.stylegan4j.train.data.format.DataFileException;
import io.github.stylegan4j.train.data.format.LabelList;
import io.github.stylegan4j.train.data.format.PixelArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * A data set in the TFRecord files of the published StyleGAN: each resolution in a file of its own,
 * so that low resolutions are read and not computed.
 *
 * <p>Levels that have no file are block means of the next higher one. The checksum of every record
 * is compared when it is read. The fingerprint is taken over the checksums.
 */
public final class TfRecordSource extends StoredImageSource {
    private final TfRecordFiles files;

    private TfRecordSource(
            String name,
            ImageOptions options,
            TfRecordFiles files,
            SourceLabels labels,
            String fingerprint) {
        super(name, options, files.count(), labels, fingerprint);
        this.files = files;
    }

    /**
     * Opens a data set and finds all records.
     *
     * @param path a folder with one data set in it, or any of its {@code .tfrecords} files
     * @param options the resolution must be one the data set has
     * @throws DataException if a file is missing, damaged or does not fit the others
     */
    public static TfRecordSource open(Path path, ImageOptions options) {
        String name = path.toString();
        try {
            TfRecordFiles files = TfRecordFiles.open(path, options.height());
            try {
                return new TfRecordSource(
                        name, options, files, labels(files, name, options), files.fingerprint());
            } catch (IOException | RuntimeException e) {
                files.close();
                throw e;
            }
        } catch (IOException e) {
            throw unusable(name, e);
        }
    }

    private static SourceLabels labels(TfRecordFiles files, String name, ImageOptions options)
            throws IOException {
        if (options.maxLabelSize() == 0) {
            return SourceLabels.none();
        }
        Path file = files.labels().orElse(null);
        LabelList list = file == null ? LabelList.none() : LabelList.read(file);
        return SourceLabels.of(list, List.of(), options, name, files.count());
    }

    @Override
    PixelArray stored(int index) throws IOException {
        return checked(files.image(index, height()), index);
    }

    /** All files together must tell the same story; the width follows from the height. */
    private PixelArray checked(PixelArray image, int index) throws DataFileException {
        if ((long) image.width() * height() != (long) width() * image.height()) {
            throw new DataFileException(
                    Path.of(name()),
                    index,
                    "its image has the shape "
                            + image.shape()
                            + ", but images of "
                            + height()
                            + "x"
                            + width()
                            + " are asked for. Choose the proportions that the data set has.");
        }
        return image;
    }

    @Override
    public byte[] image(int index, int level) {
        Objects.checkIndex(index, count());
        int lines = height() / (resolution() / level);
        int stored = files.heightFrom(lines);
        if (stored == height()) {
            return super.image(index, level);
        }
        try {
            PixelArray image = checked(files.image(index, stored), index);
            int ownLevel = resolution() / (height() / stored);
            byte[] fitted = StoredLines.fitted(image, options().withResolution(ownLevel));
            return RealImageProcessing.reduced(
                    fitted, channels() * stored, image.width(), stored / lines);
        } catch (IOException e) {
            throw unreadable(index, e);
        }
    }

    @Override
    public String imageName(int index) {
        return "record " + index;
    }

    @Override
    public void close() {
        files.close();
    }
}
