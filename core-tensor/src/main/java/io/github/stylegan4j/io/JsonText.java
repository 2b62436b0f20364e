package io.github.stylegan4j.io;

/** Writes the JSON of safetensors headers and of small files of this library. */
public final class JsonText {
    private JsonText() {}

    /** Appends a string with quotes; characters beyond ASCII stay as they are. */
    public static void appendString(StringBuilder out, String value) {
        out.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    /** Appends an array of integers. */
    static void appendArray(StringBuilder out, int[] values) {
        out.append('[');
        for (int i = 0; i < values.length; i++) {
            out.append(i == 0 ? "" : ",").append(values[i]);
        }
        out.append(']');
    }

    /** Whether every surrogate stands in a pair, so that the text has a UTF-8 form. */
    static boolean isWellFormed(String text) {
        return text.codePoints().noneMatch(c -> c >= 0xd800 && c <= 0xdfff);
    }
}
