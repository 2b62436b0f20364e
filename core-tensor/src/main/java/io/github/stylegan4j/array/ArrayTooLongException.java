package io.github.stylegan4j.array;

/** More elements were asked for than one array can hold. */
public final class ArrayTooLongException extends IllegalArgumentException
        implements MemoryShortage {
    /** A refusal that says what was asked for and what is allowed. */
    public ArrayTooLongException(String message) {
        super(message);
    }

    @Override
    public boolean isMemoryShortage() {
        return true;
    }
}
