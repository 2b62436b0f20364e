package io.github.stylegan4j.train;

import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.io.ElementType;
import io.github.stylegan4j.io.HostTensor;
import io.github.stylegan4j.io.SafetensorsFile;
import io.github.stylegan4j.io.TensorFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A SHA-256 digest of all that a checkpoint holds: metadata, and names, types, shapes and elements
 * of its tensors. The format has no place for one, so that it is a tensor itself; being the only
 * one of single bytes it is written last, when all others have gone by.
 */
final class CheckpointChecksum {
    /** Name of the tensor. */
    static final String NAME = "checksum";

    static final ElementType TYPE = ElementType.U8;
    private static final int BYTES = 32;

    private final Map<String, String> metadata;
    private final SortedMap<String, byte[]> tensors = new TreeMap<>();

    /** Of a file with this metadata. */
    CheckpointChecksum(Map<String, String> metadata) {
        this.metadata = metadata;
    }

    static int[] shape() {
        return new int[] {BYTES};
    }

    /** The type in which elements of the device are stored. */
    static ElementType stored(DType type) {
        return type == DType.FLOAT64 ? ElementType.F64 : ElementType.F32;
    }

    /** Takes in a tensor and gives it back; the order does not matter. */
    HostTensor add(String name, HostTensor tensor) {
        MessageDigest digest = sha256();
        text(digest, name);
        text(digest, tensor.type() + Arrays.toString(tensor.shape()));
        digest.update(tensor.bytes());
        tensors.put(name, digest.digest());
        return tensor;
    }

    /** The digest, once all tensors were taken in. */
    HostTensor value() {
        MessageDigest digest = sha256();
        new TreeMap<>(metadata)
                .forEach(
                        (key, value) -> {
                            text(digest, key);
                            text(digest, value);
                        });
        tensors.values().forEach(digest::update);
        return HostTensor.wrap(TYPE, ByteBuffer.wrap(digest.digest()), shape());
    }

    /** The length first, so that no two sequences of texts read alike. */
    private static void text(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime must have SHA-256", e);
        }
    }

    /**
     * Reads a whole file and compares.
     *
     * @throws TensorFileException if it has no checksum, or another one
     * @throws IOException if it cannot be read
     */
    static void verify(SafetensorsFile open) throws IOException {
        if (!open.tensors().containsKey(NAME)) {
            throw damaged(open, "it has no tensor \"" + NAME + "\"");
        }
        CheckpointChecksum checksum = new CheckpointChecksum(open.metadata());
        for (String name : open.tensors().keySet()) {
            if (!name.equals(NAME)) {
                checksum.add(name, open.read(name));
            }
        }
        String found = hex(checksum.value());
        String written = hex(open.read(NAME));
        if (!found.equals(written)) {
            throw damaged(
                    open, "its content has the checksum " + found + ", written is " + written);
        }
    }

    private static String hex(HostTensor tensor) {
        ByteBuffer bytes = tensor.bytes();
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return HexFormat.of().formatHex(copy);
    }

    private static TensorFileException damaged(SafetensorsFile open, String found) {
        return new TensorFileException(
                open.path(),
                found,
                "a checkpoint as it was written",
                "The file is damaged; resume from another one, or copy it again.");
    }
}
