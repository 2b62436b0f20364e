package io.github.stylegan4j.io;

/** Recognises common files by their first bytes, for messages about the wrong kind of file. */
final class FileKinds {
    private FileKinds() {}

    /** A clause to append to a message, empty when the bytes tell nothing. */
    static String hint(byte[] start) {
        if (startsWith(start, 0x93, 'N', 'U', 'M', 'P', 'Y')) {
            return " (it looks like an npy file)";
        }
        if (startsWith(start, 'P', 'K')) {
            return " (it looks like a zip archive, as npz files and PyTorch checkpoints are)";
        }
        if (startsWith(start, 0x80, 2)
                || startsWith(start, 0x80, 3)
                || startsWith(start, 0x80, 4)) {
            return " (it looks like a Python pickle, which is never loaded)";
        }
        if (startsWith(start, 0x89, 'P', 'N', 'G') || startsWith(start, 0xff, 0xd8, 0xff)) {
            return " (it looks like a picture)";
        }
        if (startsWith(start, 0x89, 'H', 'D', 'F')) {
            return " (it looks like an HDF5 file)";
        }
        if (startsWith(start, '<') || startsWith(start, 'v', 'e', 'r', 's', 'i', 'o', 'n')) {
            return " (it looks like a web page or a Git LFS pointer instead of the file itself)";
        }
        return "";
    }

    private static boolean startsWith(byte[] bytes, int... expected) {
        if (bytes.length < expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (bytes[i] != (byte) expected[i]) {
                return false;
            }
        }
        return true;
    }
}
