package io.github.stylegan4j.train.data;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Images that are stored as encoded files: all decoded once at the start, kept in memory as far as
 * allowed, and otherwise decoded when asked for.
 */
public abstract sealed class EncodedImageSource extends FittedImageSource
        permits ImageFolderSource, BundledImageSource, ZipImageSource, LmdbImageSource {
    private static final Logger LOG = LoggerFactory.getLogger(EncodedImageSource.class);
    private static final int LISTED = 10;

    private final ImageDecoder decoder;
    private final OpeningPass.Result images;
    private final SourceLabels labels;

    /**
     * Decodes every file once.
     *
     * @param labels where the labels of the files are
     * @throws DataException if a file is bad and that is refused, no file is good, or labels are
     *     asked for and cannot be used
     */
    EncodedImageSource(
            String name, List<EncodedImage> files, FileLabels labels, ImageOptions options) {
        super(name, options);
        this.decoder = new ImageDecoder(options);
        this.images = new OpeningPass(options).run(files);
        judge(files.size());
        this.labels = labels.of(names(files), names(images.good()), options, name);
        LOG.info(
                "{}: {} images, {}x{}, {}, {} of them in memory",
                name,
                count(),
                options.height(),
                options.width(),
                options.channels() == 1 ? "gray" : "colour",
                images.cache().size());
    }

    private static List<String> names(List<EncodedImage> files) {
        return files.stream().map(EncodedImage::name).toList();
    }

    private void judge(int files) {
        List<BadImage> bad = images.bad();
        if (bad.isEmpty()) {
            return;
        }
        if (images.good().isEmpty()) {
            throw new DataException(
                    "None of the "
                            + files
                            + " image files of "
                            + name()
                            + " can be used: "
                            + listed(bad)
                            + ". Give readable PNG, JPEG, BMP, GIF or WebP images.");
        }
        if (options().badImages() == BadImagePolicy.FAIL) {
            throw new DataException(
                    bad.size()
                            + " of the "
                            + files
                            + " image files of "
                            + name()
                            + " cannot be used: "
                            + listed(bad)
                            + ". Repair or remove them, or let bad images be skipped.");
        }
        LOG.warn("{}: skipping {} of {} image files: {}", name(), bad.size(), files, listed(bad));
    }

    private static String listed(List<BadImage> bad) {
        StringBuilder text = new StringBuilder();
        for (BadImage image : bad.subList(0, Math.min(LISTED, bad.size()))) {
            text.append(text.isEmpty() ? "" : "; ").append(image);
        }
        if (bad.size() > LISTED) {
            text.append("; and ").append(bad.size() - LISTED).append(" more");
        }
        return text.toString();
    }

    /** The files that were left out, in order, with the reason of each. */
    public List<BadImage> badImages() {
        return List.copyOf(images.bad());
    }

    @Override
    public int count() {
        return images.good().size();
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

    @Override
    public byte[] image(int index) {
        if (index < images.cache().size()) {
            return images.cache().get(index);
        }
        EncodedImage file = images.good().get(index);
        try {
            return file.decode(decoder);
        } catch (BadImageException e) {
            throw new DataException(
                    "Image "
                            + file.name()
                            + " of "
                            + name()
                            + " was good when training started and is not any more: "
                            + e.getMessage()
                            + ". Leave the data unchanged while training runs.",
                    e);
        }
    }

    @Override
    public String imageName(int index) {
        return images.good().get(index).name();
    }

    @Override
    public long heapBytes() {
        return (long) images.cache().size() * options().imageBytes();
    }

    /** SHA-256 over the decoded images in order, and their labels, 64 hexadecimal digits. */
    @Override
    public String fingerprint() {
        return Fingerprint.withLabels(images.fingerprint(), labels, count());
    }
}
