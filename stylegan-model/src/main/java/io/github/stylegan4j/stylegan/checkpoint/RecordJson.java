package io.github.stylegan4j.stylegan.checkpoint;

import io.github.stylegan4j.io.JsonCursor;
import io.github.stylegan4j.io.TensorFileException;
import io.github.stylegan4j.stylegan.BaseGrid;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/**
 * Configuration records as JSON objects: one member for each component, which is an integer, a
 * floating-point number, a boolean, an enum constant by name, or another such record.
 *
 * <p>Reading demands exactly the record's members and ends in its constructor, so that what was
 * read is as valid as what was built.
 */
final class RecordJson {
    /** Members that older files do not have, with what they mean by that. */
    private static final Map<String, Object> ABSENT = Map.of("baseGrid", BaseGrid.SQUARE);

    private RecordJson() {}

    /** The record in one line. */
    static String write(Record value) {
        StringJoiner members = new StringJoiner(",", "{", "}");
        for (RecordComponent c : value.getClass().getRecordComponents()) {
            try {
                members.add("\"" + c.getName() + "\":" + text(c.getAccessor().invoke(value)));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("Cannot read component " + c, e);
            }
        }
        return members.toString();
    }

    private static String text(Object value) {
        if (value instanceof Record r) {
            return write(r);
        }
        return value instanceof Enum<?> e ? "\"" + e.name() + "\"" : value.toString();
    }

    /**
     * Reads a record.
     *
     * @param file the file the text is from, for messages
     * @throws TensorFileException when the text does not describe a valid record
     */
    static <R extends Record> R read(Path file, String text, Class<R> type) {
        JsonCursor json = new JsonCursor(file, "metadata \"config\"", text);
        R record = record(file, json, type);
        json.expectEnd();
        return record;
    }

    private static <R extends Record> R record(Path file, JsonCursor json, Class<R> type) {
        Map<String, RecordComponent> components = new LinkedHashMap<>();
        for (RecordComponent c : type.getRecordComponents()) {
            components.put(c.getName(), c);
        }
        Map<String, Object> values = new LinkedHashMap<>();
        json.object(
                name -> {
                    RecordComponent c = components.get(name);
                    if (c == null || values.containsKey(name)) {
                        throw json.fail(
                                (c == null ? "the unknown member " : "a second member ") + name,
                                components.keySet() + ", each once");
                    }
                    values.put(name, value(file, json, c.getType()));
                });
        ABSENT.forEach(
                (name, value) -> {
                    if (components.containsKey(name)) {
                        values.putIfAbsent(name, value);
                    }
                });
        if (values.size() < components.size()) {
            components.keySet().removeAll(values.keySet());
            throw json.fail("an object without " + components.keySet(), "objects with all members");
        }
        return construct(file, type, components, values);
    }

    private static Object value(Path file, JsonCursor json, Class<?> type) {
        if (type.isRecord()) {
            return record(file, json, type.asSubclass(Record.class));
        }
        if (type == boolean.class) {
            return json.bool();
        }
        if (type == double.class) {
            return json.number();
        }
        if (type == int.class) {
            double number = json.number();
            if (number != (int) number) {
                throw json.fail("the number " + number, "integers below 2^31");
            }
            return (int) number;
        }
        String name = json.string();
        for (Object constant : type.getEnumConstants()) {
            if (((Enum<?>) constant).name().equals(name)) {
                return constant;
            }
        }
        throw json.fail(
                "\"" + name + "\"",
                Arrays.stream(type.getEnumConstants())
                        .map(Object::toString)
                        .collect(Collectors.joining(", ")));
    }

    private static <R extends Record> R construct(
            Path file,
            Class<R> type,
            Map<String, RecordComponent> components,
            Map<String, Object> values) {
        Class<?>[] types =
                components.values().stream().map(RecordComponent::getType).toArray(Class[]::new);
        Object[] arguments = components.keySet().stream().map(values::get).toArray();
        try {
            return type.getConstructor(types).newInstance(arguments);
        } catch (InvocationTargetException e) {
            Throwable reason = e.getTargetException();
            throw new TensorFileException(
                    file,
                    "the configuration is not valid: " + reason.getMessage(),
                    "what that message says",
                    "Save the network again.",
                    reason);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Cannot construct " + type, e);
        }
    }
}
