package io.github.stylegan4j.train.data.tool;

import io.github.stylegan4j.train.data.format.DatasetJson;
import io.github.stylegan4j.train.data.format.PixelArray;
import io.github.stylegan4j.train.image.ImageGrid;
import java.awt.image.BufferedImage;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;

/**
 * Writes PNG files {@code 00000/img00000000.png} and so on, a thousand a folder, and the labels in
 * {@code dataset.json}: into a new folder or a new ZIP archive, in which nothing is packed again.
 * Equal images give equal bytes.
 */
public final class PngDataSetWriter implements DataSetWriter {
    private static final int PER_FOLDER = 1000;
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private final PartialOutput output;
    private final WrittenLabels labels = new WrittenLabels();
    private final ZipOutputStream zip;
    private List<String> classNames = List.of();

    private PngDataSetWriter(PartialOutput output, ZipOutputStream zip) {
        this.output = output;
        this.zip = zip;
    }

    /** Writes into a folder that does not exist yet. */
    public static PngDataSetWriter folder(Path folder) throws IOException {
        PartialOutput output = new PartialOutput(folder);
        output.preparing(() -> Files.createDirectories(output.partial()));
        return new PngDataSetWriter(output, null);
    }

    /** Writes into a ZIP archive that does not exist yet. */
    public static PngDataSetWriter zip(Path archive) throws IOException {
        PartialOutput output = new PartialOutput(archive);
        OutputStream file = output.preparing(() -> Files.newOutputStream(output.partial()));
        return new PngDataSetWriter(
                output, new ZipOutputStream(new BufferedOutputStream(file, 1 << 20)));
    }

    @Override
    public void add(PixelArray image, float[] label) throws IOException {
        String name = name(labels.count());
        labels.add(label);
        write(name, png(image));
    }

    @Override
    public void classNames(List<String> names) {
        classNames = List.copyOf(names);
    }

    private static String name(int index) {
        return String.format(Locale.ROOT, "%05d/img%08d.png", index / PER_FOLDER, index);
    }

    private static byte[] png(PixelArray image) throws IOException {
        int channels = image.channels();
        int pixels = image.height() * image.width();
        BufferedImage picture =
                new BufferedImage(image.width(), image.height(), ImageGrid.pictureType(channels));
        int[] samples = new int[image.bytes().length];
        for (int c = 0; c < channels; c++) {
            for (int p = 0; p < pixels; p++) {
                samples[p * channels + c] = image.bytes()[c * pixels + p] & 0xFF;
            }
        }
        picture.getRaster().setPixels(0, 0, image.width(), image.height(), samples);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (!ImageIO.write(picture, "png", out)) {
            throw new IOException("this Java runtime has no PNG writer (module java.desktop)");
        }
        return out.toByteArray();
    }

    private void write(String name, byte[] content) throws IOException {
        if (zip == null) {
            Path file = output.partial().resolve(name);
            Files.createDirectories(file.getParent());
            Files.write(file, content);
            return;
        }
        ZipEntry entry = new ZipEntry(name);
        CRC32 crc = new CRC32();
        crc.update(content);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        entry.setTimeLocal(TIME);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    /** Empty without labels, which says so: the folders of the files are not to be classes. */
    private Map<String, Object> labelsByName() {
        Map<String, Object> byName = new LinkedHashMap<>();
        boolean classes = labels.size() > 0 && labels.areClasses();
        for (int i = 0; i < labels.count() && labels.size() > 0; i++) {
            byName.put(name(i), labels.classOrVector(i, classes));
        }
        return byName;
    }

    @Override
    public void complete() throws IOException {
        if (labels.count() == 0) {
            throw new IllegalArgumentException("a data set needs at least one image");
        }
        write(DatasetJson.NAME, DatasetJson.format(labelsByName(), classNames));
        if (zip != null) {
            zip.close();
        }
        output.complete();
    }

    @Override
    public void close() throws IOException {
        try {
            if (zip != null) {
                zip.close();
            }
        } finally {
            output.discard();
        }
    }
}
