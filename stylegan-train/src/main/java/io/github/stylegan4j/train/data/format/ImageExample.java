package io.github.stylegan4j.train.data.format;

import java.nio.file.Path;
import java.util.Arrays;

/**
 * The record of one image in a TFRecord data set: a {@code tf.train.Example} with the features
 * {@code shape} (three integers: channels, height, width) and {@code data} (the pixels, one
 * unsigned byte each, channel by channel).
 *
 * <p>Both are written in the order of their names, so that equal images give equal bytes; they are
 * read in any order.
 */
public final class ImageExample {
    private static final int RANK = 3;

    /** Field numbers of Example, Features, its map entries, Feature and the lists in it. */
    private static final int FEATURES = 1;

    private static final int ENTRY = 1;
    private static final int KEY = 1;
    private static final int VALUE = 2;
    private static final int BYTES_LIST = 1;
    private static final int INT64_LIST = 3;
    private static final int LIST_VALUE = 1;

    private final byte[] record;
    private final long[] shape = new long[RANK];
    private int dimensions;
    private ProtoCursor data;

    private ImageExample(byte[] record) {
        this.record = record;
    }

    /**
     * Reads a record.
     *
     * @param file where it stands, for messages
     * @param number which record it is, for messages
     * @param record its content
     * @throws DataFileException if it is no such example
     */
    public static PixelArray parse(Path file, long number, byte[] record) throws DataFileException {
        ProtoCursor cursor = new ProtoCursor(file, number, record, 0, record.length);
        return new ImageExample(record).read(cursor);
    }

    private PixelArray read(ProtoCursor example) throws DataFileException {
        while (!example.atEnd()) {
            example.next();
            if (example.is(FEATURES, ProtoCursor.BYTES)) {
                features(example.nested());
            } else {
                example.skip();
            }
        }
        if (dimensions != RANK || data == null) {
            throw example.fail(
                    "it is no image: a feature 'shape' of 3 integers and a feature 'data' of 1"
                            + " text of bytes are needed, found are "
                            + dimensions
                            + " integers and "
                            + (data == null ? "no" : "the")
                            + " bytes");
        }
        for (long extent : shape) {
            if (extent < 1 || extent > Integer.MAX_VALUE) {
                throw example.fail("the feature 'shape' is " + Arrays.toString(shape));
            }
        }
        byte[] pixels = Arrays.copyOfRange(record, data.from(), data.from() + data.size());
        try {
            return new PixelArray((int) shape[0], (int) shape[1], (int) shape[2], pixels);
        } catch (IllegalArgumentException e) {
            throw example.fail(e.getMessage());
        }
    }

    private void features(ProtoCursor features) throws DataFileException {
        while (!features.atEnd()) {
            features.next();
            if (features.is(ENTRY, ProtoCursor.BYTES)) {
                entry(features.nested());
            } else {
                features.skip();
            }
        }
    }

    private void entry(ProtoCursor entry) throws DataFileException {
        ProtoCursor key = null;
        ProtoCursor value = null;
        while (!entry.atEnd()) {
            entry.next();
            if (entry.is(KEY, ProtoCursor.BYTES)) {
                key = entry.nested();
            } else if (entry.is(VALUE, ProtoCursor.BYTES)) {
                value = entry.nested();
            } else {
                entry.skip();
            }
        }
        if (key == null || value == null) {
            return;
        }
        if (key.textIs("shape")) {
            dimensions = 0;
            shape(value);
        } else if (key.textIs("data")) {
            data = null;
            data(value);
        }
    }

    private void shape(ProtoCursor feature) throws DataFileException {
        while (!feature.atEnd()) {
            feature.next();
            if (!feature.is(INT64_LIST, ProtoCursor.BYTES)) {
                feature.skip();
                continue;
            }
            ProtoCursor list = feature.nested();
            while (!list.atEnd()) {
                list.next();
                if (list.is(LIST_VALUE, ProtoCursor.VARINT)) {
                    extent(list.varint());
                } else if (list.is(LIST_VALUE, ProtoCursor.BYTES)) {
                    ProtoCursor packed = list.nested();
                    while (!packed.atEnd()) {
                        extent(packed.varint());
                    }
                } else {
                    list.skip();
                }
            }
        }
    }

    private void extent(long value) {
        if (dimensions < RANK) {
            shape[dimensions] = value;
        }
        dimensions++;
    }

    private void data(ProtoCursor feature) throws DataFileException {
        while (!feature.atEnd()) {
            feature.next();
            if (!feature.is(BYTES_LIST, ProtoCursor.BYTES)) {
                feature.skip();
                continue;
            }
            ProtoCursor list = feature.nested();
            while (!list.atEnd()) {
                list.next();
                if (!list.is(LIST_VALUE, ProtoCursor.BYTES)) {
                    list.skip();
                } else if (data == null) {
                    data = list.nested();
                } else {
                    throw list.fail("the feature 'data' has more than one value");
                }
            }
        }
    }

    /** Writes a record. */
    public static byte[] format(PixelArray image) {
        ProtoMessage pixels = new ProtoMessage().bytes(LIST_VALUE, image.bytes());
        ProtoMessage extents =
                new ProtoMessage()
                        .numbers(LIST_VALUE, image.channels(), image.height(), image.width());
        ProtoMessage features =
                new ProtoMessage()
                        .message(ENTRY, entry("data", BYTES_LIST, pixels))
                        .message(ENTRY, entry("shape", INT64_LIST, extents));
        return new ProtoMessage().message(FEATURES, features).toBytes();
    }

    private static ProtoMessage entry(String name, int kind, ProtoMessage list) {
        return new ProtoMessage()
                .text(KEY, name)
                .message(VALUE, new ProtoMessage().message(kind, list));
    }
}
