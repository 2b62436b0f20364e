package io.github.stylegan4j.opencl;

import io.github.stylegan4j.io.UserCache;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compiled programs in the user's cache folder.
 *
 * <p>A file is named after the SHA-256 of everything the program depends on and starts with the
 * SHA-256 of its name and contents, so that one that was damaged, cut short or renamed is noticed.
 * It appears whole or not at all, so that several processes may share the folder and any of them
 * may be killed. Whatever goes wrong here costs a compilation and nothing else.
 */
final class BinaryCache {
    private static final Logger LOG = LoggerFactory.getLogger(BinaryCache.class);

    /**
     * System property: with the value {@code keep}, drivers that keep programs are no exception.
     */
    static final String PROPERTY = "stylegan4j.opencl.binaries";

    private static final int DIGEST_BYTES = 32;

    /** Changes with the layout of the files, so that versions of it can share the folder. */
    private static final String FORMAT = "2";

    private static final String PART = ".part";

    /** A process that was killed leaves an unfinished file behind; older ones are nobody's. */
    private static final Duration ABANDONED = Duration.ofHours(1);

    private final Path folder;
    private boolean swept;
    private boolean writable = true;

    /** A cache in a folder, which is made when the first program is kept. */
    BinaryCache(Path folder) {
        this.folder = folder;
    }

    /**
     * The cache in the user's cache folder, or null for a driver that keeps its programs itself.
     */
    static @Nullable BinaryCache ofUser(DeviceTraits traits) {
        return traits.isPocl() && !"keep".equals(System.getProperty(PROPERTY))
                ? null
                : new BinaryCache(UserCache.folder("opencl"));
    }

    /** The name under which a program is kept: a digest of what it depends on. */
    static String key(String... parts) {
        MessageDigest digest = sha256();
        digest.update(FORMAT.getBytes(StandardCharsets.UTF_8));
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
            digest.update(bytes);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The program kept under a key, or null if there is none that is sound. */
    byte @Nullable [] load(String key) {
        Path file = folder.resolve(key);
        if (!Files.isRegularFile(file)) {
            return null;
        }
        try {
            byte[] all = Files.readAllBytes(file);
            if (all.length > DIGEST_BYTES) {
                byte[] program = Arrays.copyOfRange(all, DIGEST_BYTES, all.length);
                byte[] digest = Arrays.copyOf(all, DIGEST_BYTES);
                if (MessageDigest.isEqual(digest, digest(key, program))) {
                    return program;
                }
            }
            LOG.debug("{} is damaged; the program is compiled anew", file);
        } catch (IOException e) {
            LOG.debug("{} cannot be read; the program is compiled anew", file, e);
        }
        return null;
    }

    /** Keeps a program; a folder that cannot be written to is left alone from then on. */
    void store(String key, byte[] program) {
        if (!writable) {
            return;
        }
        @Nullable Path part = null;
        try {
            Files.createDirectories(folder);
            sweep();
            part = Files.createTempFile(folder, key, PART);
            byte[] all = Arrays.copyOf(digest(key, program), DIGEST_BYTES + program.length);
            System.arraycopy(program, 0, all, DIGEST_BYTES, program.length);
            Files.write(part, all);
            Files.move(part, folder.resolve(key), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | RuntimeException e) {
            writable = false;
            LOG.warn(
                    "Compiled OpenCL programs are not kept, so that each start compiles them: {}"
                            + " cannot be written ({})",
                    folder,
                    e.toString());
            deleteQuietly(part);
        }
    }

    /** Removes what killed processes have left, once. */
    private void sweep() throws IOException {
        if (swept) {
            return;
        }
        swept = true;
        Instant before = Instant.now().minus(ABANDONED);
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, "*" + PART)) {
            for (Path part : parts) {
                if (Files.getLastModifiedTime(part).toInstant().isBefore(before)) {
                    deleteQuietly(part);
                }
            }
        } catch (NoSuchFileException e) {
            LOG.debug("Another process was faster to tidy up {}", folder);
        }
    }

    private static byte[] digest(String key, byte[] program) {
        MessageDigest digest = sha256();
        digest.update(key.getBytes(StandardCharsets.UTF_8));
        return digest.digest(program);
    }

    /** Removes a program that the driver would not take. */
    void forget(String key) {
        deleteQuietly(folder.resolve(key));
    }

    private static void deleteQuietly(@Nullable Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.debug("{} cannot be deleted", file, e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
