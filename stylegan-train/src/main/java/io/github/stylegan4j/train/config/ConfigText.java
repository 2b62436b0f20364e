package io.github.stylegan4j.train.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/** Reads configuration files: JSON where the name ends in {@code .json}, else YAML. */
public final class ConfigText {
    /** A configuration has some 5 kB. */
    private static final int MOST_BYTES = 1 << 20;

    private ConfigText() {}

    /**
     * Reads a file.
     *
     * @throws ConfigFileException if it cannot be read, has more than 1 MiB, is not UTF-8, or is
     *     neither one flat YAML mapping nor one flat JSON object with each name once
     */
    public static ConfigEntries read(Path file) {
        return parse(file, text(file));
    }

    /** Reads the text of a file; the file itself is only named in messages. */
    static ConfigEntries parse(Path file, String text) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(".json")
                ? JsonReader.read(file, text)
                : YamlReader.read(file, text);
    }

    private static String text(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new ConfigFileException(
                        file, 0, "a configuration file has at most 1 MiB; this one has more", null);
            }
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new ConfigFileException(
                    file, 0, "this is not UTF-8 text; save it in that encoding", e);
        } catch (NoSuchFileException e) {
            throw new ConfigFileException(file, 0, "there is no such file", e);
        } catch (IOException e) {
            throw new ConfigFileException(file, 0, "cannot be read: " + e.getMessage(), e);
        }
    }
}
