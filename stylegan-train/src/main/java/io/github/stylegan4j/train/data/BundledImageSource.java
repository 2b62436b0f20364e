package io.github.stylegan4j.train.data;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Images that travel in the jar as class path resources: the files {@code data/NAME/*}, listed one
 * a line in {@code data/NAME.index}.
 */
public final class BundledImageSource extends EncodedImageSource {
    /** Name of the bundled faces, 32x32, in colour. */
    public static final String DEMO = "demo-emoji-32";

    private static final String ROOT = "/data/";

    private BundledImageSource(String name, List<EncodedImage> files, ImageOptions options) {
        super(name, files, FileLabels.byFolder(Path.of(name)), options);
    }

    /**
     * Opens the bundled faces.
     *
     * @param options how they become training images
     * @throws DataException if they are not on the class path
     */
    public static BundledImageSource demo(ImageOptions options) {
        return open(DEMO, options);
    }

    /**
     * Opens a bundled collection.
     *
     * @param name name of the collection, for instance {@link #DEMO}
     * @param options how its files become training images
     * @throws DataException if it is not on the class path or lists no file
     */
    public static BundledImageSource open(String name, ImageOptions options) {
        String index = ROOT + name + ".index";
        List<EncodedImage> files;
        try {
            String text = new String(read(index), StandardCharsets.UTF_8);
            files =
                    text.lines()
                            .map(String::strip)
                            .filter(line -> !line.isEmpty())
                            .map(
                                    file ->
                                            new EncodedImage(
                                                    file, () -> read(ROOT + name + "/" + file)))
                            .toList();
        } catch (IOException e) {
            throw new DataException(
                    "The bundled images \""
                            + name
                            + "\" are not on the class path ("
                            + e.getMessage()
                            + "). Use the released jar of stylegan-train or build it from the whole"
                            + " repository, or give a folder of images.",
                    e);
        }
        if (files.isEmpty()) {
            throw new DataException(
                    "The index " + index + " on the class path lists no images. Rebuild the jar.");
        }
        return new BundledImageSource(name, files, options);
    }

    private static byte[] read(String resource) throws IOException {
        try (InputStream in = BundledImageSource.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new FileNotFoundException("no resource " + resource);
            }
            return in.readAllBytes();
        }
    }
}
