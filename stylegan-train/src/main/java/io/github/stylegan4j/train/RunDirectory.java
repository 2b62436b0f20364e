package io.github.stylegan4j.train;

import io.github.stylegan4j.io.AtomicFiles;
import io.github.stylegan4j.io.ProcessLock;
import io.github.stylegan4j.train.image.PngFiles;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The folder of one training run and the names of what lies in it.
 *
 * <p>{@code config.json}; {@code log.txt}, a line per tick for people; {@code stats.jsonl}, a JSON
 * object per tick; {@code provenance.jsonl}, a JSON object per start; {@code
 * events.out.tfevents...}, curves and grids for TensorBoard; {@code reals.png}; {@code
 * fakes000000.png} and so on, named by thousands of images; {@code
 * network-snapshot-000000.safetensors} and so on, the averaged generators to make pictures with;
 * {@code checkpoint-000000.safetensors} and so on, from which training goes on; and while a trainer
 * works here {@code run.lock}, which keeps all others away.
 */
public final class RunDirectory {
    private static final Pattern NUMBERED = Pattern.compile("(\\d{1,9})(-.*)?");
    private static final Pattern CHECKPOINT = Pattern.compile("checkpoint-(\\d{6,})\\.safetensors");

    private final Path path;

    private RunDirectory(Path path) {
        this.path = path;
    }

    /**
     * Makes a folder whose number is one more than the highest in {@code runs}, for instance {@code
     * 00003-demo-32x32}.
     *
     * @param runs where run folders are; made when missing
     * @param description what follows the number
     */
    public static RunDirectory next(Path runs, String description) {
        makeFolder(runs);
        String suffix = description.replaceAll("[^A-Za-z0-9._-]+", "-");
        for (int number = highestNumber(runs) + 1; ; number++) {
            Path path = runs.resolve(String.format(Locale.ROOT, "%05d-%s", number, suffix));
            try {
                return new RunDirectory(Files.createDirectory(path));
            } catch (FileAlreadyExistsException e) {
                // Another run took the number in the meantime: the next one is tried.
            } catch (IOException e) {
                throw failure("The run folder " + path + " cannot be made", e);
            }
        }
    }

    private static int highestNumber(Path runs) {
        int highest = -1;
        for (Path p : list(runs)) {
            Matcher m = NUMBERED.matcher(p.getFileName().toString());
            if (m.matches()) {
                highest = Math.max(highest, Integer.parseInt(m.group(1)));
            }
        }
        return highest;
    }

    /** The folder at a given path, made when missing. */
    public static RunDirectory at(Path path) {
        makeFolder(path);
        return new RunDirectory(path);
    }

    /**
     * The folder of a run that has begun.
     *
     * @throws RunDirectoryException if there is no such folder
     */
    public static RunDirectory existing(Path path) {
        if (!Files.isDirectory(path)) {
            throw new RunDirectoryException(
                    "The run folder "
                            + path
                            + (Files.exists(path) ? " is not a folder" : " does not exist")
                            + "; give the folder of a run");
        }
        return new RunDirectory(path);
    }

    private static void makeFolder(Path path) {
        try {
            Files.createDirectories(path);
        } catch (FileAlreadyExistsException e) {
            throw new RunDirectoryException(
                    "The run folder " + path + " cannot be made: a file of that name exists", e);
        } catch (IOException e) {
            throw failure("The run folder " + path + " cannot be made", e);
        }
    }

    /**
     * Keeps other trainers away, of this process and of others, until the lock is closed or the
     * process ends.
     *
     * @throws RunDirectoryException if one works here already, or the folder cannot be written
     */
    ProcessLock lock() {
        Path file = path.resolve("run.lock");
        try {
            return ProcessLock.take(file);
        } catch (ProcessLock.HeldException e) {
            throw new RunDirectoryException(
                    "The run folder "
                            + path
                            + " is in use by "
                            + e.holder()
                            + ". Wait for that run or end it, or choose another folder.",
                    e);
        } catch (IOException e) {
            throw failure("The run cannot write " + file, e);
        }
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** Whether a run has begun here. */
    public boolean inUse() {
        return Files.exists(path.resolve("config.json")) || !checkpoints().isEmpty();
    }

    /**
     * The configuration of the run that has begun here.
     *
     * @throws RunDirectoryException if there is none or it cannot be read
     */
    public TrainingConfig config() {
        Path file = path.resolve("config.json");
        try {
            return TrainingConfig.fromJson(Files.readString(file));
        } catch (IOException e) {
            throw failure("The configuration " + file + " cannot be read", e);
        } catch (IllegalArgumentException e) {
            throw new RunDirectoryException(
                    "The configuration " + file + " cannot be used: " + e.getMessage(), e);
        }
    }

    void write(TrainingConfig config) {
        Path file = path.resolve("config.json");
        writing(file, () -> AtomicFiles.writeString(file, config.toJson() + "\n"));
    }

    /** The checkpoints, newest first. */
    public List<Path> checkpoints() {
        return list(path).stream()
                .filter(p -> CHECKPOINT.matcher(p.getFileName().toString()).matches())
                .sorted(Comparator.comparingLong(RunDirectory::kimgOf).reversed())
                .toList();
    }

    private static long kimgOf(Path checkpoint) {
        Matcher m = CHECKPOINT.matcher(checkpoint.getFileName().toString());
        if (!m.matches()) {
            throw new IllegalArgumentException(checkpoint + " is not named like a checkpoint");
        }
        return Long.parseLong(m.group(1));
    }

    /** Where the checkpoint after so many images lies. */
    Path checkpoint(long images) {
        return numbered("checkpoint-%06d.safetensors", images);
    }

    /** Where the averaged generator after so many images lies. */
    Path network(long images) {
        return numbered("network-snapshot-%06d.safetensors", images);
    }

    /** Where the grid of generated images after so many images lies. */
    Path fakes(long images) {
        return numbered("fakes%06d.png", images);
    }

    private Path numbered(String format, long images) {
        return path.resolve(String.format(Locale.ROOT, format, images / 1000));
    }

    Path reals() {
        return path.resolve("reals.png");
    }

    static void writePicture(Path file, BufferedImage picture) {
        writing(file, () -> PngFiles.write(file, picture));
    }

    /**
     * Removes all checkpoints but the newest; 0 keeps all.
     *
     * <p>Those of a later moment than this one do not count: a run that was resumed from an older
     * checkpoint, because those could not be read, must not give up its own for them.
     *
     * @param images images shown when the last checkpoint was written
     */
    void keepNewest(int number, long images) {
        if (number > 0) {
            checkpoints().stream()
                    .filter(p -> kimgOf(p) <= images / 1000)
                    .skip(number)
                    .forEach(RunDirectory::delete);
        }
    }

    private static void delete(Path file) {
        writing(file, () -> Files.deleteIfExists(file));
    }

    /** Appends what a tick has to say to the log and the statistics. */
    void append(TickStats stats) {
        Path log = path.resolve("log.txt");
        append(log, stats.progressLine());
        stats.warnings().forEach(warning -> append(log, "warning: " + warning.text()));
        append(path.resolve("stats.jsonl"), stats.toJson());
    }

    /** Adds a start of the run to what is known of its origin. */
    void appendProvenance(String json) {
        append(path.resolve("provenance.jsonl"), json);
    }

    private static void append(Path file, String line) {
        writing(
                file,
                () ->
                        Files.writeString(
                                file,
                                line + "\n",
                                StandardCharsets.UTF_8,
                                StandardOpenOption.CREATE,
                                StandardOpenOption.APPEND));
    }

    /**
     * Drops the statistics of ticks after so many images: a resumed run shows those images again.
     *
     * @return those of the ticks up to there
     */
    PastTicks resumeStatistics(long images) {
        Path file = path.resolve("stats.jsonl");
        if (!Files.exists(file)) {
            return PastTicks.none();
        }
        List<Map<String, Object>> ticks = new ArrayList<>();
        StringBuilder kept = new StringBuilder();
        for (String line : lines(file)) {
            Map<String, Object> tick = readOrEmpty(line);
            if (tick.get("images") instanceof Number n && n.longValue() <= images) {
                kept.append(line).append('\n');
                ticks.add(tick);
            }
        }
        writing(file, () -> AtomicFiles.writeString(file, kept.toString()));
        return new PastTicks(List.copyOf(ticks));
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw failure("The statistics " + file + " cannot be read", e);
        }
    }

    /** A process that was killed may have left half a line. */
    private static Map<String, Object> readOrEmpty(String line) {
        try {
            return ConfigJson.read(line);
        } catch (IllegalArgumentException e) {
            return Map.of();
        }
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.collect(Collectors.toList());
        } catch (IOException e) {
            throw failure("The folder " + folder + " cannot be read", e);
        }
    }

    /** Something that may fail for reasons of the file system. */
    @FunctionalInterface
    interface FileAction {
        /** Does it. */
        void run() throws IOException;
    }

    static void writing(Path file, FileAction action) {
        try {
            action.run();
        } catch (IOException e) {
            String message = e.getMessage();
            if (message != null && message.startsWith("cannot write ")) {
                throw new RunDirectoryException("The run " + message, e);
            }
            throw failure("The run cannot write " + file, e);
        }
    }

    /** Says what went wrong and what to do; anything unforeseen most likely is a full disk. */
    private static RunDirectoryException failure(String what, IOException e) {
        String reason = e.getMessage() + ". Make room or choose another folder.";
        if (e instanceof AccessDeniedException) {
            reason = "no permission. Choose another folder or change its permissions.";
        } else if (e instanceof NotDirectoryException) {
            reason = "it is not a folder. Choose another one.";
        } else if (e instanceof NoSuchFileException) {
            reason = "it, or a folder above it, does not exist. Choose another folder.";
        } else if (e instanceof FileSystemException f && f.getReason() != null) {
            reason = f.getReason() + ". Make room or choose another folder.";
        }
        return new RunDirectoryException(what + ": " + reason, e);
    }
}
