package io.github.stylegan4j.train.config;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Reads a configuration from YAML 1.2, event by event: one mapping of names to texts or to mappings
 * of texts. Anchors, aliases, tags and lists have no meaning here and are refused where they stand,
 * so that no file stands for more than it holds.
 */
final class YamlReader {
    private final ConfigEntries entries;
    private final Iterator<Event> events;

    private YamlReader(ConfigEntries entries, Iterator<Event> events) {
        this.entries = entries;
        this.events = events;
    }

    static ConfigEntries read(Path file, String text) {
        ConfigEntries entries = new ConfigEntries(file);
        LoadSettings settings = LoadSettings.builder().setLabel(file.toString()).build();
        try {
            StreamReader reader = new StreamReader(settings, text);
            new YamlReader(entries, new ParserImpl(settings, reader)).document();
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
            throw entries.failure(line, "this is not YAML: " + e.getProblem(), e);
        } catch (YamlEngineException e) {
            throw entries.failure(0, "this is not YAML: " + e.getMessage(), e);
        }
        return entries;
    }

    private void document() {
        next();
        Event event = next();
        if (event.getEventId() == Event.ID.StreamEnd) {
            return;
        }
        Event root = next();
        if (empty(root)) {
            end();
            return;
        }
        if (!(root instanceof MappingStartEvent mapping)) {
            throw failure(root, "the file must consist of lines such as 'resolution: 64'");
        }
        plain(mapping);
        for (Event key = next(); key.getEventId() != Event.ID.MappingEnd; key = next()) {
            entry(key);
        }
        end();
    }

    private void end() {
        next();
        Event event = next();
        if (event.getEventId() != Event.ID.StreamEnd) {
            throw failure(event, "a second document begins here; allowed is one");
        }
    }

    private void entry(Event key) {
        String name = scalar(key, "a name");
        int line = line(key);
        Event value = next();
        if (value instanceof MappingStartEvent mapping) {
            plain(mapping);
            table(entries.table(name, line));
        } else {
            entries.put(name, line, scalar(value, "the value of '" + name + "'"));
        }
    }

    private void table(Map<String, String> rows) {
        for (Event key = next(); key.getEventId() != Event.ID.MappingEnd; key = next()) {
            String resolution = scalar(key, "a resolution");
            String value = scalar(next(), "the value at '" + resolution + "'");
            entries.row(rows, resolution, line(key), value);
        }
    }

    private String scalar(Event event, String what) {
        if (!(event instanceof ScalarEvent scalar)) {
            throw failure(event, what + " should stand here, a number or a text");
        }
        if (scalar.getAnchor().isPresent() || scalar.getTag().isPresent()) {
            throw failure(event, "anchors and tags have no meaning here; write the value itself");
        }
        if (isNull(scalar)) {
            throw failure(event, what + " is missing; an empty text is written \"\"");
        }
        return scalar.getValue();
    }

    private void plain(MappingStartEvent mapping) {
        if (mapping.getAnchor().isPresent() || mapping.getTag().isPresent()) {
            throw failure(mapping, "anchors and tags have no meaning here; leave them out");
        }
    }

    private static boolean empty(Event event) {
        return event instanceof ScalarEvent scalar
                && scalar.getScalarStyle() == ScalarStyle.PLAIN
                && scalar.getValue().isEmpty();
    }

    private static boolean isNull(ScalarEvent scalar) {
        return scalar.getScalarStyle() == ScalarStyle.PLAIN
                && (scalar.getValue().isEmpty()
                        || scalar.getValue().equals("~")
                        || scalar.getValue().equalsIgnoreCase("null"));
    }

    private Event next() {
        return events.next();
    }

    private ConfigFileException failure(Event event, String problem) {
        return entries.failure(line(event), ConfigEntries.shown(problem));
    }

    private static int line(Event event) {
        return event.getStartMark().map(Mark::getLine).orElse(-1) + 1;
    }
}
