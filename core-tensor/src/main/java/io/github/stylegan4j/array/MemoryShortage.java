package io.github.stylegan4j.array;

/**
 * What exceptions implement that may mean that something was too large: for the memory of a device,
 * for its largest buffer, or for one array. Taking less may help then; against a defect it does
 * not.
 */
public interface MemoryShortage {
    /** Whether this exception means that. */
    boolean isMemoryShortage();

    /**
     * Whether a failure, or one of its causes, means that something was too large; an {@link
     * OutOfMemoryError} always does.
     */
    static boolean in(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof OutOfMemoryError
                    || (t instanceof MemoryShortage s && s.isMemoryShortage())) {
                return true;
            }
        }
        return false;
    }
}
