package io.github.stylegan4j.tuning;

import io.github.stylegan4j.io.JsonCursor;
import io.github.stylegan4j.io.JsonText;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/** Tuning tables as JSON. */
final class TuningJson {
    private static final String FORMAT = "stylegan4j-tuning 1";
    private static final int DIGITS = 12;

    private TuningJson() {}

    /** A table and the device it was measured on. */
    record Content(DeviceKey device, TuningTable table) {}

    static String write(DeviceKey device, TuningTable table) {
        Map<String, String> key = new LinkedHashMap<>();
        key.put("backend", quote(device.backend()));
        key.put("name", quote(device.name()));
        key.put("driver", quote(device.driver()));
        key.put("library", quote(device.library()));
        return "{\"format\":"
                + quote(FORMAT)
                + ",\n\"device\":"
                + object(key)
                + ",\n"
                + choices(table)
                + ",\n\"fingerprint\":"
                + quote(table.fingerprint())
                + "}\n";
    }

    /** The members that hold the choices, sorted, so that equal tables have equal texts. */
    static String choices(TuningTable table) {
        Map<String, String> convolutions = new LinkedHashMap<>();
        table.convolutions().forEach((k, a) -> convolutions.put(k.text(), quote(a.label())));
        Map<String, String> numbers = new LinkedHashMap<>();
        table.numbers().forEach((name, n) -> numbers.put(name, n.toString()));
        return "\"convolutions\":" + object(convolutions) + ",\n\"numbers\":" + object(numbers);
    }

    private static String object(Map<String, String> members) {
        StringJoiner all = new StringJoiner(",\n ", "{\n ", "}");
        members.forEach((name, value) -> all.add(quote(name) + ":" + value));
        return all.toString();
    }

    private static String quote(String text) {
        StringBuilder out = new StringBuilder();
        JsonText.appendString(out, text);
        return out.toString();
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws io.github.stylegan4j.io.TensorFileException if it is something else
     */
    static Content read(Path file, String text) {
        JsonCursor json = new JsonCursor(file, "tuning table", text);
        Map<String, String> device = new LinkedHashMap<>();
        Map<ConvKey, ConvAlgorithm> convolutions = new HashMap<>();
        Map<String, Integer> numbers = new HashMap<>();
        String[] fingerprint = {""};
        json.object(
                name -> {
                    switch (name) {
                        case "format" -> format(json);
                        case "device" -> json.object(part -> device.put(part, json.string()));
                        case "convolutions" ->
                                json.object(key -> convolution(json, key, convolutions));
                        case "numbers" ->
                                json.object(key -> numbers.put(name(json, key), integer(json)));
                        case "fingerprint" -> fingerprint[0] = json.string();
                        default ->
                                throw json.fail(
                                        "the unknown member " + name,
                                        "format, device, convolutions, numbers and fingerprint");
                    }
                });
        json.expectEnd();
        TuningTable table = new TuningTable(convolutions, numbers);
        if (!table.fingerprint().equals(fingerprint[0])) {
            throw json.fail("choices that are not those it was written with", "an intact table");
        }
        return new Content(
                new DeviceKey(
                        device.getOrDefault("backend", ""),
                        device.getOrDefault("name", ""),
                        device.getOrDefault("driver", ""),
                        device.getOrDefault("library", "")),
                table);
    }

    private static void format(JsonCursor json) {
        String format = json.string();
        if (!format.equals(FORMAT)) {
            throw json.fail("the format " + format, FORMAT);
        }
    }

    private static String name(JsonCursor json, String name) {
        if (name.isBlank()) {
            throw json.fail("a number without a name", "a name before each number");
        }
        return name;
    }

    private static void convolution(
            JsonCursor json, String key, Map<ConvKey, ConvAlgorithm> choices) {
        String label = json.string();
        try {
            choices.put(ConvKey.parse(key), ConvAlgorithm.ofLabel(label));
        } catch (IllegalArgumentException e) {
            throw json.fail(key + ": " + label, String.valueOf(e.getMessage()));
        }
    }

    private static int integer(JsonCursor json) {
        double number = json.number();
        if (number != (int) number) {
            throw json.fail("the number " + number, "integers below 2^31");
        }
        return (int) number;
    }

    /** The first digits of the SHA-256 of a text. */
    static String digest(String text) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
