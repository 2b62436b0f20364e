package io.github.stylegan4j.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.Map;

/** JSON objects of the training files: configurations, and lines of statistics. */
final class ConfigJson {
    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private ConfigJson() {}

    /** One property a line. */
    static String write(Map<String, ?> values) {
        return text(MAPPER.writer().with(SerializationFeature.INDENT_OUTPUT), values);
    }

    /** All in one line. */
    static String writeLine(Map<?, ?> values) {
        return text(MAPPER.writer(), values);
    }

    /** A text as a JSON string, in quotation marks. */
    static String quoted(String text) {
        return text(MAPPER.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII), text);
    }

    private static String text(ObjectWriter writer, Object values) {
        try {
            return writer.writeValueAsString(values);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not representable as JSON: " + values, e);
        }
    }

    /**
     * Reads one object.
     *
     * @throws IllegalArgumentException if the text is not one JSON object
     */
    static Map<String, Object> read(String json) {
        try {
            return MAPPER.readValue(json, new TypeReference<LinkedHashMap<String, Object>>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "The configuration is not a JSON object: " + e.getOriginalMessage(), e);
        }
    }
}
