package io.github.stylegan4j.train.tensorboard;

import io.github.stylegan4j.train.data.format.ProtoMessage;
import io.github.stylegan4j.train.data.format.TfRecordWriter;
import io.github.stylegan4j.train.image.PngFiles;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A file of events that TensorBoard shows: curves, pictures and texts over the steps of a run.
 *
 * <p>Every start of a run makes a file of its own, named by its time, since TensorBoard reads the
 * files of a folder in the order of their names. A run that goes on from an earlier step says so
 * with {@link #resumeAt}; TensorBoard then drops what older files hold from that step on, and a
 * curve has no point twice.
 *
 * <p>An event is written as a whole and the file is closed after each, so that a killed process
 * leaves a file that can be read.
 *
 * <p>Source of the format: {@code event.proto}, {@code summary.proto} and {@code tensor.proto} of
 * TensorFlow, framed as TFRecords.
 */
public final class EventFile {
    private static final Pattern NAME = Pattern.compile("events\\.out\\.tfevents\\.(\\d+)\\..*");

    /** Fields of Event. */
    private static final int WALL_TIME = 1;

    private static final int STEP = 2;
    private static final int FILE_VERSION = 3;
    private static final int SUMMARY = 5;
    private static final int SESSION_LOG = 7;

    /** SessionLog: its status, and the status that drops later steps. */
    private static final int STATUS = 1;

    private static final int START = 1;

    /** Fields of Summary and its values. */
    private static final int VALUE = 1;

    private static final int TAG = 1;
    private static final int SIMPLE_VALUE = 2;
    private static final int IMAGE = 4;
    private static final int TENSOR = 8;
    private static final int METADATA = 9;

    private final Path file;
    private final Clock clock;
    private final boolean follows;

    private EventFile(Path file, Clock clock, boolean follows) {
        this.file = file;
        this.clock = clock;
        this.follows = follows;
    }

    /**
     * Makes a file after all others of its folder.
     *
     * @param folder where it is made; must exist
     * @param clock what time events are said to happen at
     * @throws IOException if it cannot be written
     */
    public static EventFile create(Path folder, Clock clock) throws IOException {
        long free = afterLast(folder);
        for (long second = Math.max(clock.instant().getEpochSecond(), free); ; ) {
            String name =
                    String.format(Locale.ROOT, "events.out.tfevents.%010d.stylegan4j", second);
            try {
                Path file = Files.createFile(folder.resolve(name));
                EventFile created = new EventFile(file, clock, free > 0);
                created.append(created.event(0).text(FILE_VERSION, "brain.Event:2"));
                return created;
            } catch (FileAlreadyExistsException e) {
                second++;
            }
        }
    }

    /** A clock that was set back must not put a new file before an older one. */
    private static long afterLast(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> NAME.matcher(f.getFileName().toString()))
                    .filter(Matcher::matches)
                    .map(m -> m.group(1))
                    .filter(digits -> digits.length() <= 18)
                    .mapToLong(digits -> Long.parseLong(digits) + 1)
                    .max()
                    .orElse(0);
        }
    }

    /** Where it is. */
    public Path path() {
        return file;
    }

    /** Whether there were others in the folder before. */
    public boolean follows() {
        return follows;
    }

    /**
     * Says that the run goes on from an earlier moment.
     *
     * @param step first step that is not over; what older files hold from there on no longer counts
     */
    public void resumeAt(long step) throws IOException {
        append(event(step).message(SESSION_LOG, new ProtoMessage().number(STATUS, START)));
    }

    /** Adds a point to each of several curves. */
    public void scalars(long step, Map<String, Double> values) throws IOException {
        ProtoMessage summary = new ProtoMessage();
        values.forEach(
                (tag, value) ->
                        summary.message(
                                VALUE,
                                new ProtoMessage()
                                        .text(TAG, tag)
                                        .real32(SIMPLE_VALUE, value.floatValue())));
        append(event(step).message(SUMMARY, summary));
    }

    /** Adds a picture. */
    public void image(long step, String tag, BufferedImage picture) throws IOException {
        ProtoMessage image =
                new ProtoMessage()
                        .number(1, picture.getHeight())
                        .number(2, picture.getWidth())
                        .number(3, picture.getColorModel().getNumComponents())
                        .bytes(4, PngFiles.bytes(picture));
        append(summary(step, new ProtoMessage().text(TAG, tag).message(IMAGE, image)));
    }

    /** Adds a text, in Markdown. */
    public void text(long step, String tag, String markdown) throws IOException {
        ProtoMessage plugin = new ProtoMessage().text(1, "text");
        ProtoMessage one = new ProtoMessage().number(1, 1);
        int stringType = 7;
        ProtoMessage tensor =
                new ProtoMessage()
                        .number(1, stringType)
                        .message(2, new ProtoMessage().message(2, one))
                        .text(8, markdown);
        append(
                summary(
                        step,
                        new ProtoMessage()
                                .text(TAG, tag)
                                .message(TENSOR, tensor)
                                .message(METADATA, new ProtoMessage().message(1, plugin))));
    }

    private ProtoMessage summary(long step, ProtoMessage value) {
        return event(step).message(SUMMARY, new ProtoMessage().message(VALUE, value));
    }

    private ProtoMessage event(long step) {
        return new ProtoMessage()
                .real64(WALL_TIME, clock.instant().toEpochMilli() / 1000.0)
                .number(STEP, step);
    }

    private void append(ProtoMessage event) throws IOException {
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        try (TfRecordWriter writer = new TfRecordWriter(record)) {
            writer.write(event.toBytes());
        }
        Files.write(file, record.toByteArray(), StandardOpenOption.APPEND);
    }
}
