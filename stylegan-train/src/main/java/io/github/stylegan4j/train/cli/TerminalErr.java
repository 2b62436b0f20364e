package io.github.stylegan4j.train.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * A terminal's standard error with a line at the bottom that is drawn again and again: what is
 * written otherwise appears above it.
 */
final class TerminalErr extends OutputStream {
    private static final byte[] CLEAR = "\r\u001b[2K".getBytes(StandardCharsets.US_ASCII);

    private final PrintStream terminal;
    private final Charset charset;
    private byte[] line = new byte[0];
    private boolean drawn;

    TerminalErr(PrintStream terminal, Charset charset) {
        this.terminal = terminal;
        this.charset = charset;
    }

    /** A stream to write to instead of the terminal itself. */
    PrintStream stream() {
        return new PrintStream(this, true, charset);
    }

    /** Replaces the line at the bottom; an empty text takes it away. */
    synchronized void bottomLine(String text) {
        line = text.getBytes(charset);
        clear();
        draw();
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int length) {
        if (length == 0) {
            return;
        }
        clear();
        put(bytes, from, length);
        if (bytes[from + length - 1] == '\n') {
            draw();
        }
    }

    private void clear() {
        if (drawn) {
            put(CLEAR, 0, CLEAR.length);
            drawn = false;
        }
    }

    private void draw() {
        if (line.length > 0) {
            put(line, 0, line.length);
            drawn = true;
        }
    }

    /** Print streams do not fail: a terminal that was closed is no reason to end a run. */
    private void put(byte[] bytes, int from, int length) {
        terminal.write(bytes, from, length);
        terminal.flush();
    }
}
