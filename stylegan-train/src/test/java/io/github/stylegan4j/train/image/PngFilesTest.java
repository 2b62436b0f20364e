package io.github.stylegan4j.train.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PngFilesTest {
    @TempDir private Path folder;

    @Test
    void picturesComeBackAsTheyWere() throws IOException {
        for (int channels : new int[] {1, 3}) {
            float[] image = new float[channels * 256];
            for (int i = 0; i < image.length; i++) {
                image[i] = (float) (i % 256 / 127.5 - 1);
            }
            BufferedImage picture = ImageGrid.drawOne(image, channels, 16, 16, Quantization.GRID);
            Path file = folder.resolve(channels + ".png");
            PngFiles.write(file, picture);
            BufferedImage read = ImageIO.read(file.toFile());
            assertEquals(channels, read.getRaster().getNumBands());
            int[] none = null;
            assertArrayEquals(
                    picture.getRaster().getPixels(0, 0, 16, 16, none),
                    read.getRaster().getPixels(0, 0, 16, 16, none));
        }
    }

    @Test
    void anExistingFileIsReplacedAndNothingElseStays() throws IOException {
        Path file = folder.resolve("fakes.png");
        Files.writeString(file, "old");
        PngFiles.write(file, new BufferedImage(3, 2, BufferedImage.TYPE_3BYTE_BGR));
        assertEquals(3, ImageIO.read(file.toFile()).getWidth());
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(file), files.toList());
        }
    }

    @Test
    void failuresNameTheFile() {
        Path file = folder.resolve("missing").resolve("fakes.png");
        IOException e =
                assertThrows(
                        IOException.class,
                        () ->
                                PngFiles.write(
                                        file,
                                        new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_GRAY)));
        assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
    }
}
