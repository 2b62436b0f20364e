package io.github.stylegan4j.io;

import java.nio.file.Path;

/**
 * A position in the text header of a tensor file, with the few steps that both header languages
 * share. Every step that meets something else fails with the file, the position and what was
 * expected.
 */
class TextCursor {
    private static final char END = '\0';
    private static final int EXCERPT = 20;

    private final Path file;
    private final String what;
    private final String text;
    private final String whitespace;
    private int position;

    /**
     * Starts at the first character.
     *
     * @param file the file, for messages
     * @param what what the text is, for messages
     * @param text the whole text
     * @param whitespace the characters that may stand between any two others
     */
    TextCursor(Path file, String what, String text, String whitespace) {
        this.file = file;
        this.what = what;
        this.text = text;
        this.whitespace = whitespace;
    }

    /** The next character that is not whitespace, without taking it; NUL at the end. */
    final char peek() {
        while (position < text.length() && whitespace.indexOf(text.charAt(position)) >= 0) {
            position++;
        }
        return position < text.length() ? text.charAt(position) : END;
    }

    /** Takes the given character if it is the next one that is not whitespace. */
    final boolean take(char expected) {
        boolean matches = peek() == expected && position < text.length();
        if (matches) {
            position++;
        }
        return matches;
    }

    /** Takes the given character or fails. */
    final void expect(char expected) {
        if (!take(expected)) {
            throw fail(found(), "'" + expected + "' here");
        }
    }

    /** Takes the given letters or fails. */
    final void expectWord(String word) {
        peek();
        if (!text.startsWith(word, position)) {
            throw fail(found(), word + " here");
        }
        position += word.length();
    }

    /** Takes one character as it is, whitespace too. */
    final char next(String expected) {
        if (position == text.length()) {
            throw fail(found(), expected);
        }
        return text.charAt(position++);
    }

    /** Takes a decimal integer from 0 to 2^63 - 1, without sign and without leading zeros. */
    final long integer() {
        char first = peek();
        int start = position;
        long value = 0;
        while (position < text.length() && isDigit(text.charAt(position))) {
            int digit = text.charAt(position) - '0';
            if (value > (Long.MAX_VALUE - digit) / 10) {
                throw fail("a number over 2^63 - 1", "integers from 0 to 2^63 - 1");
            }
            value = 10 * value + digit;
            position++;
        }
        if (position == start || (first == '0' && position > start + 1)) {
            position = start;
            throw fail(found(), "an integer from 0 to 2^63 - 1");
        }
        return value;
    }

    /** Takes characters as long as they are among the given ones. */
    final String takeAll(String characters) {
        int start = position;
        while (position < text.length() && characters.indexOf(text.charAt(position)) >= 0) {
            position++;
        }
        return text.substring(start, position);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Checks that only whitespace is left. */
    public final void expectEnd() {
        peek();
        if (position < text.length()) {
            throw fail(found(), "the end of the header here");
        }
    }

    final Path file() {
        return file;
    }

    /** What stands at the position, shortened and printable. */
    final String found() {
        if (position >= text.length()) {
            return "the end of the header";
        }
        int end = Math.min(text.length(), position + EXCERPT);
        return quote(text.substring(position, end));
    }

    /** Quotes text from a file for a message: short, and nothing that a terminal would act on. */
    static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        int shown = Math.min(text.length(), 100);
        for (int i = 0; i < shown; i++) {
            char c = text.charAt(i);
            quoted.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '?' : c);
        }
        return quoted.append(shown < text.length() ? "..." : "").append('"').toString();
    }

    /** The exception for something at the present position. */
    public final TensorFileException fail(String found, String allowed) {
        return new TensorFileException(
                file,
                what + ", character " + position + ": found " + found,
                allowed,
                "The file is damaged or was written by a faulty program; write it again.");
    }
}
