package io.github.stylegan4j.io;

import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Reads the JSON of tensor files: their headers, and configurations in their metadata. The caller
 * asks for what its schema expects next, so that no value is ever built that the schema has no
 * place for, and nesting is as deep as the schema.
 *
 * <p>Whatever else is found fails with a {@link TensorFileException}.
 */
public final class JsonCursor extends TextCursor {
    private static final String ESCAPES = "\"\\/bfnrt";
    private static final Pattern NUMBER =
            Pattern.compile("-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][+-]?[0-9]+)?");
    private static final String ESCAPED = "\"\\/\b\f\n\r\t";

    /** What to do with one member of an object. */
    @FunctionalInterface
    public interface Member {
        /** Reads the member's value; the cursor stands before it. */
        void read(String name);
    }

    /** What to do with one element of an array, with the cursor before the element. */
    interface Element {
        void read();
    }

    /**
     * Starts at the first character.
     *
     * @param file the file, for messages
     * @param what what the text is, for messages
     * @param text the whole text
     */
    public JsonCursor(Path file, String what, String text) {
        super(file, what, text, " \t\r\n");
    }

    /** Reads an object. The caller refuses duplicate names, which it must collect anyway. */
    public void object(Member member) {
        expect('{');
        if (take('}')) {
            return;
        }
        do {
            String name = string();
            expect(':');
            member.read(name);
        } while (take(','));
        expect('}');
    }

    /** Reads an array. */
    void array(Element element) {
        expect('[');
        if (take(']')) {
            return;
        }
        do {
            element.read();
        } while (take(','));
        expect(']');
    }

    /** Reads true or false. */
    public boolean bool() {
        char first = peek();
        if (first != 't' && first != 'f') {
            throw fail(found(), "true or false here");
        }
        expectWord(first == 't' ? "true" : "false");
        return first == 't';
    }

    /** Reads a number with or without sign, fraction and exponent. */
    public double number() {
        peek();
        String token = takeAll("+-.0123456789eE");
        if (!NUMBER.matcher(token).matches()) {
            throw fail(token.isEmpty() ? found() : quote(token), "a number here");
        }
        return Double.parseDouble(token);
    }

    /** Reads a string. */
    public String string() {
        expect('"');
        StringBuilder value = new StringBuilder();
        while (true) {
            char c = next("'\"' at the end of the string");
            if (c == '"') {
                return checked(value);
            }
            if (c < ' ') {
                throw fail("a control character in a string", "control characters as \\u escapes");
            }
            value.append(c == '\\' ? escape() : c);
        }
    }

    private char escape() {
        char c = next("an escape sequence");
        if (c == 'u') {
            int code = 0;
            for (int i = 0; i < 4; i++) {
                char hex = next("four hexadecimal digits");
                int digit = hex < 128 ? Character.digit(hex, 16) : -1;
                if (digit < 0) {
                    throw fail(quote("\\u.." + hex), "four hexadecimal digits after \\u");
                }
                code = 16 * code + digit;
            }
            return (char) code;
        }
        int index = ESCAPES.indexOf(c);
        if (index < 0) {
            throw fail(quote("\\" + c), "the escapes \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX");
        }
        return ESCAPED.charAt(index);
    }

    /** Only escapes can have made a string that is no text: half of a surrogate pair. */
    private String checked(StringBuilder value) {
        String text = value.toString();
        if (!JsonText.isWellFormed(text)) {
            throw fail("a \\u escape that is half of a character", "pairs of surrogate escapes");
        }
        return text;
    }
}
