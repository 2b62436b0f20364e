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
    private static final int MAX_FILE_BYTES = 64 << 20;

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
        // The size the archive claims is all that is ever allocated; the checksum tells if it lied.
        long size = entry.getSize();
        if (size < 0 || size > MAX_FILE_BYTES) {
            throw new ZipException(
                    "it has " + size + " bytes; allowed are up to " + MAX_FILE_BYTES);
        }
        byte[] bytes = new byte[(int) size];
        try (InputStream in = zip.getInputStream(entry)) {
            if (in.readNBytes(bytes, 0, bytes.length) < bytes.length || in.read() >= 0) {
                throw new ZipException("it has not the " + size + " bytes the archive claims");
            }
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
