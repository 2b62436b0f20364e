package io.github.stylegan4j.train.data.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamReadException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Labels by the name of their image, as {@code dataset.json} beside the images holds them:
 *
 * <pre>{@code
 * {"labels": [["00000/img00000000.png", 6], ["00000/img00000001.png", 9]]}
 * }</pre>
 *
 * <p>A label is a class index or an array of numbers; {@code "labels": null} means none. {@code
 * "classes": ["cat", "dog"]} names the classes, or the components of vectors. Other members of the
 * object are passed over, and so is {@code "classes"} if it is no array of texts. No two classes
 * have one name.
 */
public final class DatasetJson {
    /** Name of the file. */
    public static final String NAME = "dataset.json";

    private static final JsonFactory JSON = new JsonFactory();
    private static final int MAX_CLASS = (1 << 16) - 1;
    private static final int MAX_NAME = 4096;

    private final Path file;
    private final Map<String, Object> labels = new LinkedHashMap<>();
    private final List<String> classNames = new ArrayList<>();
    private int vectorSize = -1;

    /**
     * What such a file holds.
     *
     * @param labels by name: an {@link Integer} each, or a {@code float[]} of one length each
     * @param classNames may be empty
     */
    public record Content(Map<String, Object> labels, List<String> classNames) {
        /** Copies both, keeping the order. */
        public Content {
            labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
            classNames = List.copyOf(classNames);
        }
    }

    private DatasetJson(Path file) {
        this.file = file;
    }

    /**
     * Reads labels.
     *
     * @param file where the text stands, for messages
     * @param json UTF-8 text
     * @throws DataFileException if the text is no such object
     */
    public static Content parse(Path file, byte[] json) throws DataFileException {
        DatasetJson result = new DatasetJson(file);
        try (JsonParser parser = JSON.createParser(json)) {
            result.read(parser);
        } catch (StreamReadException e) {
            throw new DataFileException(
                    file,
                    "it is no JSON text (line "
                            + e.getLocation().getLineNr()
                            + "): "
                            + e.getOriginalMessage(),
                    e);
        } catch (DataFileException e) {
            throw e;
        } catch (IOException e) {
            throw new DataFileException(file, "it is no JSON text: " + e.getMessage(), e);
        }
        return new Content(result.labels, result.classNames);
    }

    private void read(JsonParser parser) throws IOException {
        expect(parser.nextToken(), JsonToken.START_OBJECT, "an object");
        boolean found = false;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            boolean wanted = name.equals("labels");
            JsonToken value = parser.nextToken();
            if (!wanted) {
                skip(parser, name.equals("classes") && value == JsonToken.START_ARRAY);
            } else if (value != JsonToken.VALUE_NULL) {
                expect(value, JsonToken.START_ARRAY, "an array, or null, as \"labels\"");
                readLabels(parser);
            }
            found |= wanted;
        }
        if (parser.nextToken() != null) {
            throw problem("text follows its object");
        }
        if (!found) {
            throw problem("it has no member \"labels\"");
        }
    }

    /** Passes over a value, and takes the texts of an array where they may be the classes. */
    private void skip(JsonParser parser, boolean classes) throws IOException {
        if (!classes) {
            parser.skipChildren();
            return;
        }
        classNames.clear();
        boolean texts = true;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            texts &= parser.currentToken() == JsonToken.VALUE_STRING;
            texts &= classNames.size() <= MAX_CLASS && parser.getTextLength() <= MAX_NAME;
            if (texts) {
                classNames.add(parser.getText());
            }
            parser.skipChildren();
        }
        if (!texts) {
            classNames.clear();
        }
        Set<String> seen = new HashSet<>();
        for (String name : classNames) {
            if (!seen.add(name)) {
                throw problem("two of its \"classes\" are called \"" + name + "\"");
            }
        }
    }

    private void readLabels(JsonParser parser) throws IOException {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            String pair = "a pair of name and label";
            expect(parser.currentToken(), JsonToken.START_ARRAY, pair);
            expect(parser.nextToken(), JsonToken.VALUE_STRING, pair);
            String name = parser.getText();
            if (name.length() > MAX_NAME) {
                throw problem("a name has " + name.length() + " characters");
            }
            parser.nextToken();
            if (labels.put(name, label(parser)) != null) {
                throw problem("it has two labels for " + name);
            }
            expect(parser.nextToken(), JsonToken.END_ARRAY, pair);
        }
    }

    private Object label(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            return vector(parser);
        }
        boolean whole = parser.currentToken() == JsonToken.VALUE_NUMBER_INT;
        int value = whole ? parser.getIntValue() : -1;
        if (value < 0 || value > MAX_CLASS) {
            throw problem(
                    "the label \""
                            + parser.getText()
                            + "\" is not allowed; a label is a class index from 0 to "
                            + MAX_CLASS
                            + " or an array of numbers");
        }
        return value;
    }

    private float[] vector(JsonParser parser) throws IOException {
        float[] values = new float[Math.max(vectorSize, 16)];
        int size = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (!parser.currentToken().isNumeric()) {
                throw problem("a label holds \"" + parser.getText() + "\", which is no number");
            }
            if (size > MAX_CLASS) {
                throw problem("a label has more than 65536 components");
            }
            if (size == values.length) {
                values = Arrays.copyOf(values, 2 * size);
            }
            values[size] = parser.getFloatValue();
            if (!Float.isFinite(values[size])) {
                throw problem("a label holds " + parser.getText() + ", which is not finite");
            }
            size++;
        }
        if (vectorSize >= 0 && size != vectorSize) {
            throw problem(
                    "labels have "
                            + vectorSize
                            + " and "
                            + size
                            + " components; allowed is one"
                            + " length for all");
        }
        vectorSize = size;
        return Arrays.copyOf(values, size);
    }

    private void expect(JsonToken found, JsonToken wanted, String words) throws DataFileException {
        if (found != wanted) {
            throw problem(
                    "expected is "
                            + words
                            + ", found "
                            + (found == null ? "its end" : found.name()));
        }
    }

    private DataFileException problem(String text) {
        return new DataFileException(file, text);
    }

    /**
     * Brings labels by name into the order of images. There are as many classes as the largest
     * index of all labels says, also of those for which there is no image.
     *
     * @param file where they stand, for messages
     * @param labels from {@link #parse}
     * @param names the images
     * @throws DataFileException if an image has no label, or classes and vectors are mixed
     */
    public static LabelList inOrder(Path file, Map<String, Object> labels, List<String> names)
            throws DataFileException {
        if (labels.isEmpty()) {
            return LabelList.none();
        }
        int[] classes = new int[names.size()];
        int size = -1;
        float[] rows = new float[0];
        for (int i = 0; i < classes.length; i++) {
            Object label = labels.get(names.get(i));
            if (label == null) {
                throw new DataFileException(file, "it has no label for " + names.get(i));
            }
            if (i > 0 && label instanceof Integer != size < 0) {
                throw new DataFileException(
                        file, "some labels are classes and some are vectors; allowed is one kind");
            }
            if (label instanceof float[] vector) {
                if (size < 0) {
                    size = vector.length;
                    if ((long) size * classes.length > Integer.MAX_VALUE - 8) {
                        throw new DataFileException(
                                file, "its labels have 2^31 or more components in all");
                    }
                    rows = new float[size * classes.length];
                }
                System.arraycopy(vector, 0, rows, i * size, size);
            } else {
                classes[i] = (Integer) label;
            }
        }
        return size < 0
                ? LabelList.classes(classes, classCount(labels))
                : LabelList.vectors(file, rows, classes.length, size);
    }

    /** By all entries, so that the networks' shape does not hang on which images are readable. */
    private static int classCount(Map<String, Object> labels) {
        int largest = -1;
        for (Object label : labels.values()) {
            largest = label instanceof Integer c ? Math.max(largest, c) : largest;
        }
        return largest + 1;
    }

    /**
     * Writes labels.
     *
     * @param labels by name, an {@link Integer} or a {@code float[]} each; empty for none
     * @param classNames may be empty
     * @return UTF-8 text
     */
    public static byte[] format(Map<String, ?> labels, List<String> classNames) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeFieldName("labels");
            if (labels.isEmpty()) {
                json.writeNull();
            } else {
                json.writeStartArray();
                for (Map.Entry<String, ?> e : labels.entrySet()) {
                    json.writeStartArray();
                    json.writeString(e.getKey());
                    if (e.getValue() instanceof float[] vector) {
                        json.writeStartArray();
                        for (float value : vector) {
                            json.writeNumber(value);
                        }
                        json.writeEndArray();
                    } else {
                        json.writeNumber((Integer) e.getValue());
                    }
                    json.writeEndArray();
                }
                json.writeEndArray();
            }
            if (!classNames.isEmpty()) {
                json.writeFieldName("classes");
                json.writeStartArray();
                for (String name : classNames) {
                    json.writeString(name);
                }
                json.writeEndArray();
            }
            json.writeEndObject();
        }
        return out.toByteArray();
    }
}
