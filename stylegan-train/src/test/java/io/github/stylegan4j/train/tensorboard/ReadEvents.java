package io.github.stylegan4j.train.tensorboard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/** Reads event files with the parser of Protocol Buffers, sharing no code with what wrote them. */
public final class ReadEvents {
    private ReadEvents() {}

    /**
     * What one event says.
     *
     * @param scalars points by tag
     * @param images the bytes of pictures by tag
     * @param texts texts by tag
     * @param restart whether later steps of older files no longer count
     */
    public record Event(
            double wallTime,
            long step,
            String version,
            Map<String, Float> scalars,
            Map<String, byte[]> images,
            Map<String, String> texts,
            boolean restart) {}

    /** The events of a file, its frames checked. */
    public static List<Event> of(Path file) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        List<Event> events = new ArrayList<>();
        while (in.hasRemaining()) {
            byte[] head = new byte[8];
            in.get(head);
            assertEquals(masked(head), in.getInt(), "checksum of a length");
            byte[] content =
                    new byte
                            [Math.toIntExact(
                                    ByteBuffer.wrap(head)
                                            .order(ByteOrder.LITTLE_ENDIAN)
                                            .getLong())];
            in.get(content);
            assertEquals(masked(content), in.getInt(), "checksum of a record");
            events.add(event(UnknownFieldSet.parseFrom(content)));
        }
        return events;
    }

    /** The curves of a folder as TensorBoard shows them: by tag, value by step. */
    public static Map<String, Map<Long, Float>> curves(Path folder) throws IOException {
        Map<String, Map<Long, Float>> curves = new TreeMap<>();
        for (Path file : files(folder)) {
            for (Event e : of(file)) {
                if (e.restart()) {
                    curves.values().forEach(c -> c.keySet().removeIf(step -> step >= e.step()));
                }
                e.scalars()
                        .forEach(
                                (tag, value) -> {
                                    Float before =
                                            curves.computeIfAbsent(tag, t -> new TreeMap<>())
                                                    .put(e.step(), value);
                                    assertEquals(null, before, tag + " twice at " + e.step());
                                });
            }
        }
        return curves;
    }

    /** The event files of a folder in the order of their names. */
    public static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.getFileName().toString().contains("tfevents"))
                    .sorted()
                    .toList();
        }
    }

    private static Event event(UnknownFieldSet fields) throws IOException {
        Map<String, Float> scalars = new TreeMap<>();
        Map<String, byte[]> images = new TreeMap<>();
        Map<String, String> texts = new TreeMap<>();
        for (UnknownFieldSet value : messages(messages(fields, 5), 1)) {
            String tag = text(value, 1);
            value.getField(2)
                    .getFixed32List()
                    .forEach(bits -> scalars.put(tag, Float.intBitsToFloat(bits)));
            for (UnknownFieldSet image : messages(value, 4)) {
                byte[] png = bytes(image, 4);
                checkPicture(image, png);
                images.put(tag, png);
            }
            for (UnknownFieldSet tensor : messages(value, 8)) {
                checkText(tensor);
                texts.put(tag, text(tensor, 8));
                UnknownFieldSet metadata = messages(value, 9).get(0);
                assertEquals("text", text(messages(metadata, 1).get(0), 1));
            }
        }
        List<Long> steps = fields.getField(2).getVarintList();
        return new Event(
                Double.longBitsToDouble(fields.getField(1).getFixed64List().get(0)),
                steps.isEmpty() ? 0 : steps.get(0),
                fields.hasField(3) ? text(fields, 3) : "",
                scalars,
                images,
                texts,
                messages(fields, 7).stream()
                        .anyMatch(log -> log.getField(1).getVarintList().get(0) == 1));
    }

    /** An image says of itself what the head of its PNG file does. */
    private static void checkPicture(UnknownFieldSet image, byte[] png) {
        ByteBuffer head = ByteBuffer.wrap(png);
        assertEquals(head.getInt(20), number(image, 1), "height");
        assertEquals(head.getInt(16), number(image, 2), "width");
        // Colour types of PNG: gray, colours, a palette of colours, gray and colours with opacity.
        Map<Byte, Integer> channels =
                Map.of((byte) 0, 1, (byte) 2, 3, (byte) 3, 3, (byte) 4, 2, (byte) 6, 4);
        assertEquals(channels.get(head.get(25)), number(image, 3), "colour space");
    }

    /** A text is a tensor of strings, [1]. */
    private static void checkText(UnknownFieldSet tensor) throws IOException {
        int stringType = 7;
        assertEquals(stringType, number(tensor, 1), "type of a tensor");
        List<UnknownFieldSet> shapes = messages(tensor, 2);
        assertEquals(1, shapes.size(), "shapes of a tensor");
        List<UnknownFieldSet> dimensions = messages(shapes.get(0), 2);
        assertEquals(1, dimensions.size(), "rank of a text");
        assertEquals(1, number(dimensions.get(0), 1), "length of a text's dimension");
        assertEquals(1, tensor.getField(8).getLengthDelimitedList().size(), "strings in a tensor");
    }

    private static int number(UnknownFieldSet in, int field) {
        List<Long> values = in.getField(field).getVarintList();
        assertEquals(1, values.size(), "values of field " + field);
        return Math.toIntExact(values.get(0));
    }

    private static List<UnknownFieldSet> messages(UnknownFieldSet in, int field)
            throws IOException {
        List<UnknownFieldSet> found = new ArrayList<>();
        for (ByteString b : in.getField(field).getLengthDelimitedList()) {
            found.add(UnknownFieldSet.parseFrom(b));
        }
        return found;
    }

    private static List<UnknownFieldSet> messages(List<UnknownFieldSet> in, int field)
            throws IOException {
        List<UnknownFieldSet> found = new ArrayList<>();
        for (UnknownFieldSet one : in) {
            found.addAll(messages(one, field));
        }
        return found;
    }

    private static byte[] bytes(UnknownFieldSet in, int field) {
        return in.getField(field).getLengthDelimitedList().get(0).toByteArray();
    }

    private static String text(UnknownFieldSet in, int field) {
        return new String(bytes(in, field), StandardCharsets.UTF_8);
    }

    private static int masked(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        long value = crc.getValue();
        return (int) ((value >>> 15 | value << 17) + 0xa282ead8L);
    }
}
