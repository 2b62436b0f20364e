package io.github.stylegan4j.train.data;

import io.github.stylegan4j.train.data.format.DataFileException;
import io.github.stylegan4j.train.data.format.IdxFile;
import io.github.stylegan4j.train.data.format.LabelList;
import io.github.stylegan4j.train.data.format.PixelArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.stream.Stream;

/**
 * Images in an IDX file, the format of MNIST and Fashion-MNIST, plain or packed by gzip; labels in
 * the file whose name has {@code labels} for {@code images}.
 *
 * <p>Sides that are no powers of two are first padded with zeros to the next one, equally on both
 * sides, as the published preparation of MNIST does: 28x28 becomes 32x32.
 */
public final class IdxSource extends StoredImageSource {
    private static final String IMAGES = "images";
    private static final String GZIP = ".gz";

    private final IdxFile images;

    private IdxSource(IdxFile images, ImageOptions options, SourceLabels labels, String digest) {
        super(images.path().toString(), options, images.count(), labels, digest);
        this.images = images;
    }

    /**
     * Opens a file of images.
     *
     * @param path the file, or a folder; of several in a folder the one that begins with {@code
     *     train} counts
     * @param options how the images become training images
     * @throws DataException if the file is missing, damaged or holds no images, or labels are asked
     *     for and there are none
     */
    public static IdxSource open(Path path, ImageOptions options) {
        try {
            Path file = imageFile(path);
            IdxFile images = IdxFile.open(file);
            try {
                if (images.count() == 0 || !images.isImages()) {
                    throw new DataFileException(
                            file,
                            "it holds no images, which are unsigned bytes in three dimensions, or"
                                    + " in four with 1 to 4 channels as the last");
                }
                MessageDigest digest = Fingerprint.sha256();
                images.digest(digest);
                return new IdxSource(
                        images, options, labels(images, options), Fingerprint.hex(digest));
            } catch (IOException | RuntimeException e) {
                images.close();
                throw e;
            }
        } catch (IOException e) {
            throw unusable(path.toString(), e);
        }
    }

    /** Whether a file is one of images, by its name. */
    static boolean isImageFile(Path file) {
        return fileName(file).matches(".*images[-.]idx\\d(-ubyte)?(\\.gz)?");
    }

    /** The size of the images, padded. */
    static ImageShape shape(Path path) throws IOException {
        try (IdxFile images = IdxFile.open(imageFile(path))) {
            if (images.count() == 0 || !images.isImages()) {
                throw new DataFileException(images.path(), "it holds no images");
            }
            PixelArray first = padded(images.image(0));
            return new ImageShape(first.channels(), first.height(), first.width());
        }
    }

    /** The file of images that a file or folder stands for. */
    static Path imageFile(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return folder;
        }
        try (Stream<Path> list = Files.list(folder)) {
            List<Path> found = list.filter(IdxSource::isImageFile).sorted().toList();
            List<Path> train =
                    found.stream()
                            .filter(p -> p.getFileName().toString().startsWith("train"))
                            .toList();
            List<Path> chosen = train.isEmpty() ? found : train;
            if (chosen.isEmpty()) {
                throw new DataFileException(
                        folder, "it holds no file such as train-images-idx3-ubyte");
            }
            String first = chosen.get(0).getFileName().toString();
            boolean twice = chosen.size() == 2 && (first + GZIP).equals(fileName(chosen.get(1)));
            if (chosen.size() > 1 && !twice) {
                throw new DataFileException(
                        folder,
                        "it holds several files of images, "
                                + String.join(
                                        ", ", chosen.stream().map(IdxSource::fileName).toList())
                                + "; give the file instead of the folder");
            }
            return chosen.get(0);
        }
    }

    private static String fileName(Path path) {
        return String.valueOf(path.getFileName());
    }

    private static SourceLabels labels(IdxFile images, ImageOptions options) throws IOException {
        if (options.maxLabelSize() == 0) {
            return SourceLabels.none();
        }
        Path file = labelFile(images.path());
        LabelList list = LabelList.none();
        if (file != null) {
            try (IdxFile labels = IdxFile.open(file)) {
                list = labels.labels();
            }
        }
        String name = images.path().toString();
        return SourceLabels.of(list, List.of(), options, name, images.count());
    }

    /** The file of labels that belongs to one of images; null if there is none. */
    static Path labelFile(Path images) {
        String name = fileName(images);
        String bare = name.endsWith(GZIP) ? name.substring(0, name.length() - 3) : name;
        String labels = bare.replace(IMAGES, "labels");
        for (String dimensions : List.of("idx1", "idx2")) {
            String candidate = labels.replaceFirst("idx[34]", dimensions);
            for (String ending : List.of("", GZIP)) {
                Path file = images.resolveSibling(candidate + ending);
                if (!candidate.equals(bare) && Files.isRegularFile(file)) {
                    return file;
                }
            }
        }
        return null;
    }

    @Override
    PixelArray stored(int index) throws IOException {
        return padded(images.image(index));
    }

    private static PixelArray padded(PixelArray image) {
        int height = powerOfTwo(image.height());
        int width = powerOfTwo(image.width());
        if (height == image.height() && width == image.width()) {
            return image;
        }
        byte[] bytes = new byte[image.channels() * height * width];
        int top = (height - image.height()) / 2;
        int left = (width - image.width()) / 2;
        for (int c = 0; c < image.channels(); c++) {
            for (int y = 0; y < image.height(); y++) {
                System.arraycopy(
                        image.bytes(),
                        (c * image.height() + y) * image.width(),
                        bytes,
                        (c * height + top + y) * width + left,
                        image.width());
            }
        }
        return new PixelArray(image.channels(), height, width, bytes);
    }

    private static int powerOfTwo(int side) {
        int highest = Integer.highestOneBit(side);
        return highest == side ? side : 2 * highest;
    }

    @Override
    public String imageName(int index) {
        return "record " + index;
    }

    @Override
    public void close() {
        Closing.all(List.of(images));
    }
}
