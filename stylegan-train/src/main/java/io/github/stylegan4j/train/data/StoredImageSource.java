package io.github.stylegan4j.train.data;

import io.github.stylegan4j.train.data.format.PixelArray;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Images that stand in files as plain pixels: each is read from its place when it is asked for, and
 * none is kept in memory.
 */
public abstract sealed class StoredImageSource extends FittedImageSource
        permits TfRecordSource, IdxSource, CifarSource {
    private static final Logger LOG = LoggerFactory.getLogger(StoredImageSource.class);

    private final int count;
    private final SourceLabels labels;
    private final String fingerprint;

    StoredImageSource(
            String name,
            ImageOptions options,
            int count,
            SourceLabels labels,
            String contentFingerprint) {
        super(name, options);
        this.count = count;
        this.labels = labels;
        this.fingerprint = Fingerprint.withLabels(contentFingerprint, labels, count);
        if (count == 0) {
            throw new DataException(name + " holds no images. Give a data set with at least one.");
        }
        LOG.info("{}: {} images, {}x{}", name, count, options.height(), options.width());
    }

    /** Reads one image as it is stored, checking what can be checked. */
    abstract PixelArray stored(int index) throws IOException;

    @Override
    public byte[] image(int index) {
        Objects.checkIndex(index, count);
        try {
            return StoredLines.fitted(stored(index), options());
        } catch (IOException e) {
            throw unreadable(index, e);
        }
    }

    /** What to say of an image that was there when the source was opened. */
    DataException unreadable(int index, IOException e) {
        return new DataException(
                "Image "
                        + imageName(index)
                        + " of "
                        + name()
                        + " cannot be read: "
                        + e.getMessage(),
                e);
    }

    /** What to say of a data set that cannot be opened. */
    static DataException unusable(String name, IOException e) {
        return new DataException("The data set " + name + " cannot be used: " + describe(e), e);
    }

    private static String describe(IOException e) {
        return e instanceof FileSystemException
                ? e.getClass().getSimpleName() + ", " + e.getMessage()
                : e.getMessage();
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public int labelSize() {
        return labels.size();
    }

    @Override
    public float[] label(int index) {
        return labels.of(index);
    }

    @Override
    public List<String> classNames() {
        return labels.classNames();
    }

    /** SHA-256 over what the files hold, 64 hexadecimal digits. */
    @Override
    public String fingerprint() {
        return fingerprint;
    }
}
