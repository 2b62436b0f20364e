package io.github.stylegan4j.tuning;

import io.github.stylegan4j.io.AtomicFiles;
import io.github.stylegan4j.io.TensorFileException;
import io.github.stylegan4j.io.UserCache;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tuning tables on disk: one small JSON file per device in one folder. */
public final class TuningStore {
    private static final Logger LOG = LoggerFactory.getLogger(TuningStore.class);

    /** Far more than the largest table; a larger file is none. */
    private static final long MAX_BYTES = 1 << 22;

    private final Path folder;

    /** Tables in a folder, which is made when the first is saved. */
    public TuningStore(Path folder) {
        this.folder = folder;
    }

    /** The tables of this user, in the {@code tuning} folder of {@link UserCache}. */
    public static TuningStore ofUser() {
        return new TuningStore(UserCache.folder("tuning"));
    }

    /**
     * Where the table of a device lies, or would lie: one that another build of this library has
     * measured is found as well, so that it can be said why it is not used, and replaced.
     */
    public Path file(DeviceKey device) {
        String all = String.join("\n", device.backend(), device.name(), device.driver());
        String kind = device.backend().replaceAll("[^A-Za-z0-9]+", "-");
        return folder.resolve(kind + "-" + TuningJson.digest(all) + ".json");
    }

    /**
     * The table of a device; empty if there is none, or if the file cannot be used, which is said
     * in one warning: measurements can be made again, so they never stop a program.
     */
    public TuningTable load(DeviceKey device) {
        Path file = file(device);
        if (!Files.isRegularFile(file)) {
            return TuningTable.empty();
        }
        try {
            if (Files.size(file) > MAX_BYTES) {
                return unusable(file, "it is too large to be a tuning table", null);
            }
            TuningJson.Content content = TuningJson.read(file, Files.readString(file));
            if (content.device().with(device.library()).equals(device)
                    && !content.device().equals(device)) {
                return unusable(
                        file,
                        "it was measured with " + content.device().library() + " of this library",
                        null);
            }
            if (!content.device().equals(device)) {
                return unusable(file, "it is of another device, " + content.device(), null);
            }
            return content.table();
        } catch (CharacterCodingException e) {
            return unusable(file, "it is no text", e);
        } catch (IOException | TensorFileException e) {
            return unusable(file, e.getMessage(), e);
        }
    }

    private static TuningTable unusable(
            Path file, @Nullable String reason, @Nullable Exception cause) {
        LOG.warn(
                "The tuning table {} is not used, the built-in choices hold instead; run"
                        + " './stylegan tune' to measure again, or delete the file. Reason: {}",
                file,
                reason);
        LOG.debug("reading {}", file, cause);
        return TuningTable.empty();
    }

    /**
     * Saves the table of a device in place of the one before.
     *
     * @return the file
     * @throws IOException if it cannot be written; the one before is then unchanged
     */
    public Path save(DeviceKey device, TuningTable table) throws IOException {
        Path file = file(device);
        Files.createDirectories(folder);
        AtomicFiles.writeString(file, TuningJson.write(device, table));
        return file;
    }

    /**
     * Removes the table of a device.
     *
     * @return whether there was one
     * @throws IOException if it cannot be removed
     */
    public boolean forget(DeviceKey device) throws IOException {
        return Files.deleteIfExists(file(device));
    }
}
