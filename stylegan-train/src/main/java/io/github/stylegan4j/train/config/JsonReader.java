package io.github.stylegan4j.train.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;

/** Reads a configuration from JSON: one object of names with values or objects of values. */
final class JsonReader {
    private static final JsonFactory JSON = new JsonFactory();

    private final ConfigEntries entries;
    private final JsonParser parser;

    private JsonReader(ConfigEntries entries, JsonParser parser) {
        this.entries = entries;
        this.parser = parser;
    }

    static ConfigEntries read(Path file, String text) {
        ConfigEntries entries = new ConfigEntries(file);
        try (JsonParser parser = JSON.createParser(text)) {
            new JsonReader(entries, parser).document();
            return entries;
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw entries.failure(line, "this is not JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void document() throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw failure("the file must be one JSON object");
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            int line = line();
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                table(entries.table(name, line));
            } else {
                entries.put(name, line, scalar(name));
            }
        }
        if (parser.nextToken() != null) {
            throw failure("after the object there must be nothing");
        }
    }

    private void table(Map<String, String> rows) throws IOException {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            int line = line();
            parser.nextToken();
            entries.row(rows, key, line, scalar(key));
        }
    }

    private String scalar(String name) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null || !token.isScalarValue() || token == JsonToken.VALUE_NULL) {
            throw failure(
                    "the value of '"
                            + ConfigEntries.shown(name)
                            + "' should stand here, a number, true, false or a text");
        }
        return parser.getText();
    }

    private int line() {
        return parser.currentTokenLocation().getLineNr();
    }

    private ConfigFileException failure(String problem) {
        return entries.failure(line(), problem);
    }
}
