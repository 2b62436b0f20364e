package io.github.stylegan4j.train.data;

import io.github.stylegan4j.train.data.format.DataFileException;
import io.github.stylegan4j.train.data.format.DatasetJson;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** The image files in an open ZIP archive. */
final class ZipImages implements Closeable {
    private static final int MAX_FILE_BYTES = 1 << 28;

    private final Path path;
    private final ZipFile zip;

    private ZipImages(Path path, ZipFile zip) {
        this.path = path;
        this.zip = zip;
    }

    /**
     * Opens an archive.
     *
     * @throws DataFileException if it is damaged or none
     */
    static ZipImages open(Path path) throws IOException {
        try {
            return new ZipImages(path, new ZipFile(path.toFile()));
        } catch (ZipException | IllegalArgumentException e) {
            // The archive reader of the Java runtime answers some damaged names with the latter.
            throw new DataFileException(
                    path, "it is damaged or no ZIP archive (" + e.getMessage() + ")", e);
        }
    }

    /** The files that look like images, in the order of their names. */
    List<EncodedImage> files() {
        List<EncodedImage> images = new ArrayList<>();
        for (ZipEntry entry : Collections.list(zip.entries())) {
            String name = entry.getName();
            if (!entry.isDirectory() && !isHidden(name) && ImageFormat.isImageName(name)) {
                images.add(new EncodedImage(name, () -> read(entry)));
            }
        }
        images.sort(Comparator.comparing(EncodedImage::name));
        return images;
    }

    private static boolean isHidden(String name) {
        return name.startsWith(".") || name.contains("/.") || name.startsWith("__MACOSX/");
    }

    /** Where the labels of the files are. */
    FileLabels labels() {
        ZipEntry json = zip.getEntry(DatasetJson.NAME);
        return json == null
                ? FileLabels.byFolder(path)
                : new FileLabels(Path.of(path + "!" + DatasetJson.NAME), () -> read(json));
    }

    private byte[] read(ZipEntry entry) throws IOException {
        byte[] bytes;
        try (InputStream in = zip.getInputStream(entry)) {
            bytes = in.readNBytes(MAX_FILE_BYTES + 1);
        }
        if (bytes.length > MAX_FILE_BYTES) {
            throw new ZipException("it has more than " + MAX_FILE_BYTES + " bytes");
        }
        CRC32 crc = new CRC32();
        crc.update(bytes);
        if (crc.getValue() != entry.getCrc()) {
            throw new ZipException("its checksum does not match, the archive is damaged");
        }
        return bytes;
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
