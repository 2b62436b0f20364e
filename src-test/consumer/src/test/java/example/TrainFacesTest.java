package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainFacesTest {
    @Test
    void trainsAFewStepsOnAFolderOfPictures(@TempDir Path folder) throws IOException {
        Path pictures = Files.createDirectory(folder.resolve("pictures"));
        for (int i = 0; i < 12; i++) {
            draw(pictures.resolve(i + ".png").toFile(), Color.getHSBColor(i / 12f, 1, 1));
        }
        Path run = folder.resolve("run");

        TrainFaces.main(new String[] {pictures.toString(), "0.1", run.toString()});

        for (String file : List.of("reals.png", "fakes000000.png")) {
            assertNotNull(ImageIO.read(run.resolve(file).toFile()), file + " is no picture");
        }
        assertEquals(1, files(run, "network-snapshot-").size());
    }

    private static void draw(File file, Color color) throws IOException {
        BufferedImage picture = new BufferedImage(48, 40, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = picture.createGraphics();
        pen.setColor(color);
        pen.fillOval(8, 4, 32, 32);
        pen.dispose();
        ImageIO.write(picture, "png", file);
    }

    private static List<Path> files(Path folder, String start) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(f -> f.getFileName().toString().startsWith(start)).toList();
        }
    }
}
