package io.github.stylegan4j.train.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Digests that tell whether two sources hold the same. */
final class Fingerprint {
    private Fingerprint() {}

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime must have SHA-256", e);
        }
    }

    static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The fingerprint of images together with the labels that are used; without any, theirs. */
    static String withLabels(String images, SourceLabels labels, int count) {
        if (labels.size() == 0) {
            return images;
        }
        MessageDigest digest = sha256();
        digest.update(images.getBytes(StandardCharsets.US_ASCII));
        ByteBuffer row = ByteBuffer.allocate(labels.size() * Float.BYTES);
        for (int i = 0; i < count; i++) {
            row.asFloatBuffer().put(labels.of(i));
            digest.update(row.array());
        }
        return hex(digest);
    }
}
