package io.github.stylegan4j.train.tensorboard;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.train.image.PngFiles;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventFileTest {
    @TempDir private Path folder;

    private static Clock at(String time) {
        return Clock.fixed(Instant.parse(time), ZoneOffset.UTC);
    }

    private EventFile create(String time) throws IOException {
        return EventFile.create(folder, at(time));
    }

    @Test
    void anotherParserReadsWhatWasWritten() throws IOException {
        EventFile file = create("2026-01-02T03:04:05.250Z");
        BufferedImage picture = new BufferedImage(3, 2, BufferedImage.TYPE_3BYTE_BGR);
        picture.setRGB(2, 1, 0x102030);
        file.scalars(1L << 40, Map.of("loss/D", 1.5, "loss/G", Double.NaN));
        file.image(7, "grid", picture);
        file.text(300, "config", "größer\n");

        List<ReadEvents.Event> events = ReadEvents.of(file.path());
        assertEquals(4, events.size());
        assertEquals("brain.Event:2", events.get(0).version());
        double seconds = Instant.parse("2026-01-02T03:04:05Z").getEpochSecond() + 0.25;
        assertEquals(seconds, events.get(0).wallTime());
        assertEquals(1L << 40, events.get(1).step());
        assertEquals(Map.of("loss/D", 1.5f, "loss/G", Float.NaN), events.get(1).scalars());
        assertArrayEquals(PngFiles.bytes(picture), events.get(2).images().get("grid"));
        assertEquals(7, events.get(2).step());
        assertEquals("größer\n", events.get(3).texts().get("config"));
        assertTrue(events.stream().noneMatch(ReadEvents.Event::restart));
    }

    /** Gray, colours, and colours with opacity, which {@link ReadEvents} compares with the PNG. */
    @ParameterizedTest
    @ValueSource(
            ints = {
                BufferedImage.TYPE_BYTE_GRAY,
                BufferedImage.TYPE_3BYTE_BGR,
                BufferedImage.TYPE_INT_RGB,
                BufferedImage.TYPE_4BYTE_ABGR
            })
    void picturesSayWhatTheyAre(int type) throws IOException {
        EventFile file = create("2026-01-02T03:04:05Z");
        BufferedImage picture = new BufferedImage(5, 2, type);
        picture.setRGB(4, 1, 0x7f102030);
        file.image(1, "grid", picture);
        byte[] png = ReadEvents.of(file.path()).get(1).images().get("grid");
        BufferedImage read = ImageIO.read(new ByteArrayInputStream(png));
        assertEquals(5, read.getWidth());
        assertEquals(picture.getColorModel().hasAlpha(), read.getColorModel().hasAlpha());
        assertEquals(picture.getRGB(4, 1), read.getRGB(4, 1));
    }

    @Test
    void aRunThatGoesOnReplacesWhatItDoesAgain() throws IOException {
        EventFile first = create("2026-01-02T03:04:05Z");
        for (long step = 1; step <= 5; step++) {
            first.scalars(step * 100, Map.of("loss", 0.0 + step));
        }
        EventFile second = create("2026-01-02T03:05:00Z");
        second.resumeAt(301);
        second.scalars(400, Map.of("loss", 40.0));

        assertEquals(
                Map.of("loss", Map.of(100L, 1f, 200L, 2f, 300L, 3f, 400L, 40f)),
                ReadEvents.curves(folder));
    }

    @Test
    void aClockThatWasSetBackDoesNotChangeTheOrder() throws IOException {
        EventFile first = create("2026-01-02T03:04:05Z");
        EventFile same = create("2026-01-02T03:04:05Z");
        EventFile back = create("2025-12-31T00:00:00Z");
        assertEquals(List.of(first.path(), same.path(), back.path()), ReadEvents.files(folder));
    }

    @Test
    void aFileThatDisappearedIsNamed() throws IOException {
        EventFile file = create("2026-01-02T03:04:05Z");
        Files.delete(file.path());
        NoSuchFileException e =
                assertThrows(NoSuchFileException.class, () -> file.scalars(1, Map.of("loss", 1.0)));
        assertTrue(e.getMessage().contains(file.path().toString()), e.getMessage());
    }
}
