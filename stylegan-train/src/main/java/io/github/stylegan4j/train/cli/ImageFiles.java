package io.github.stylegan4j.train.cli;

import io.github.stylegan4j.io.HostTensor;
import io.github.stylegan4j.io.Npy;
import io.github.stylegan4j.train.image.GridSize;
import io.github.stylegan4j.train.image.ImageGrid;
import io.github.stylegan4j.train.image.PngFiles;
import io.github.stylegan4j.train.image.Quantization;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes generated images into a folder, and remembers the first of them for a grid. */
final class ImageFiles {
    private static final int MOST_IN_GRID = 256;

    /** What is written. */
    enum Format {
        PNG,
        NPY;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Path folder;
    private final Format format;
    private final int channels;
    private final int resolution;
    private final List<float[]> shown = new ArrayList<>();

    ImageFiles(Path folder, Format format, int channels, int resolution) throws IOException {
        this.folder = folder;
        this.format = format;
        this.channels = channels;
        this.resolution = resolution;
        try {
            Files.createDirectories(folder);
        } catch (FileAlreadyExistsException e) {
            throw new IOException(
                    "--out "
                            + folder
                            + " is a file; give a folder, or a name that does not exist yet",
                    e);
        }
    }

    /** Writes one image, [C, H, W]. */
    Path write(String name, float[] image) throws IOException {
        if (shown.size() < MOST_IN_GRID) {
            shown.add(image);
        }
        Path file = folder.resolve(name + "." + format);
        if (format == Format.NPY) {
            Npy.write(file, HostTensor.of(image, channels, resolution, resolution));
        } else {
            PngFiles.write(
                    file,
                    ImageGrid.drawOne(
                            image, channels, resolution, resolution, Quantization.INFERENCE));
        }
        return file;
    }

    /** Writes the images so far side by side, in as square a grid as it gets. */
    Path writeGrid() throws IOException {
        int columns = (int) Math.ceil(Math.sqrt(shown.size()));
        int rows = (shown.size() + columns - 1) / columns;
        int size = shown.get(0).length;
        float[] all = new float[shown.size() * size];
        for (int i = 0; i < shown.size(); i++) {
            System.arraycopy(shown.get(i), 0, all, i * size, size);
        }
        Path file = folder.resolve("grid.png");
        PngFiles.write(
                file,
                ImageGrid.draw(
                        all,
                        channels,
                        resolution,
                        resolution,
                        new GridSize(columns, rows),
                        Quantization.INFERENCE));
        return file;
    }
}
