package io.github.stylegan4j.train.cli;

import io.github.stylegan4j.io.HostTensor;
import io.github.stylegan4j.io.Npy;
import io.github.stylegan4j.train.image.ImageGrid;
import io.github.stylegan4j.train.image.PngFiles;
import io.github.stylegan4j.train.image.Quantization;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Writes generated images into a folder, and if wanted the first of them side by side. */
final class ImageFiles {
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
    private final int height;
    private final int width;
    private GridPicture grid;

    ImageFiles(Path folder, Format format, int channels, int height, int width) throws IOException {
        this.folder = folder;
        this.format = format;
        this.channels = channels;
        this.height = height;
        this.width = width;
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

    /** Draws the images that follow in a grid, too. */
    void drawGrid(int images) {
        grid = new GridPicture(images, channels, height, width);
    }

    /** Writes one image, [C, H, W]. */
    Path write(String name, float[] image) throws IOException {
        BufferedImage drawn =
                ImageGrid.drawOne(image, channels, height, width, Quantization.INFERENCE);
        if (grid != null) {
            grid.add(drawn);
        }
        Path file = folder.resolve(name + "." + format);
        if (format == Format.NPY) {
            Npy.write(file, HostTensor.of(image, channels, height, width));
        } else {
            PngFiles.write(file, drawn);
        }
        return file;
    }

    /** Writes the grid of the images so far. */
    Path writeGrid() throws IOException {
        Path file = folder.resolve("grid.png");
        PngFiles.write(file, grid.picture());
        return file;
    }
}
