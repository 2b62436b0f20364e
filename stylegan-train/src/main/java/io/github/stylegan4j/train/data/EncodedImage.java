package io.github.stylegan4j.train.data;

import java.io.IOException;

/**
 * One image file that can be read again at any time.
 *
 * @param name path relative to the source, with forward slashes
 * @param content gives the file's bytes
 */
record EncodedImage(String name, Content content) {

    /** Gives a file's bytes. */
    @FunctionalInterface
    interface Content {
        /** Reads the whole file anew. */
        byte[] read() throws IOException;
    }

    /**
     * Reads and decodes the file.
     *
     * @throws BadImageException if it cannot be read, or is no image that can be used
     */
    byte[] decode(ImageDecoder decoder) throws BadImageException {
        return decoder.decode(bytes());
    }

    /**
     * Reads the file.
     *
     * @throws BadImageException if it cannot be read
     */
    byte[] bytes() throws BadImageException {
        try {
            return content.read();
        } catch (IOException e) {
            throw new BadImageException("it cannot be read: " + describe(e), e);
        }
    }

    /** File system exceptions often carry the path alone as their message. */
    private static String describe(IOException e) {
        return e.getClass().getSimpleName() + ", " + e.getMessage();
    }
}
