package io.github.stylegan4j.train;

import io.github.stylegan4j.io.AtomicFiles;
import io.github.stylegan4j.io.ProcessLock;
import io.github.stylegan4j.io.TensorFileException;
import io.github.stylegan4j.train.image.PngFiles;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The folder of one training run and the names of what lies in it.
 *
 * <p>{@code config.json}; {@code log.txt}, what happened, with a line per tick; {@code
 * stats.jsonl}, a JSON object per tick; {@code provenance.jsonl}, a JSON object per start; {@code
 * events.out.tfevents...}, curves and grids for TensorBoard; {@code reals.png}; {@code
 * fakes000000.png} and so on, named by thousands of images, see {@link SnapshotName}; {@code
 * network-snapshot-000000.safetensors} and so on, the averaged generators to make pictures with;
 * {@code checkpoint-000000.safetensors} and so on, from which training goes on; the same with
 * {@code .abandoned} at the end where a run has gone back from them; and while a trainer works here
 * {@code run.lock}, which keeps all others away.
 */
public final class RunDirectory {
    private static final Pattern NUMBERED = Pattern.compile("(\\d{1,9})(-.*)?");
    private static final Logger LOG = LoggerFactory.getLogger(RunDirectory.class);

    /** A file of this name in the folder asks the run to stop. */
    public static final String STOP = "stop";

    /** Name of the file in the folder that tells what happened, line by line. */
    public static final String LOG_FILE = "log.txt";

    /** Begins a line of that file; as {@link DateTimeFormatter} has it. */
    public static final String LOG_TIME_PATTERN = "yyyy-MM-dd'T'HH:mm:ss.SSSXXX";

    private static final DateTimeFormatter LOG_TIME =
            DateTimeFormatter.ofPattern(LOG_TIME_PATTERN, Locale.ROOT);

    /** What the names of checkpoints end with that a run has gone back from. */
    static final String ABANDONED = ".abandoned";

    private static final String PROVENANCE = "provenance.jsonl";

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
        } catch (NoSuchFileException e) {
            return configOfStart()
                    .or(this::configOfCheckpoint)
                    .orElseThrow(
                            () -> unreadable("The configuration " + file + " cannot be read", e));
        } catch (IOException e) {
            throw unreadable("The configuration " + file + " cannot be read", e);
        } catch (IllegalArgumentException e) {
            throw new RunDirectoryException(
                    "The configuration " + file + " cannot be used: " + e.getMessage(), e);
        }
    }

    /** The last start of the run that was noted whole knows the configuration. */
    private Optional<TrainingConfig> configOfStart() {
        Path file = path.resolve(PROVENANCE);
        List<String> starts = Files.exists(file) ? lines(file) : List.of();
        for (int i = starts.size() - 1; i >= 0; i--) {
            if (readOrEmpty(starts.get(i)).get("config") instanceof Map<?, ?> config) {
                LOG.warn("config.json is missing; line {} of {} says it instead", i + 1, file);
                return Optional.of(TrainingConfig.fromJson(ConfigJson.writeLine(config)));
            }
        }
        return Optional.empty();
    }

    /** Checkpoints know the configuration too, but for the places of the machine. */
    private Optional<TrainingConfig> configOfCheckpoint() {
        for (Path checkpoint : checkpoints()) {
            try {
                TrainingConfig config = CheckpointFile.config(checkpoint);
                LOG.warn("config.json is missing; {} says what to do instead", checkpoint);
                return Optional.of(config);
            } catch (IOException | TensorFileException e) {
                LOG.warn("{}", e.getMessage());
            }
        }
        return Optional.empty();
    }

    void write(TrainingConfig config) {
        Path file = path.resolve("config.json");
        writing(file, () -> AtomicFiles.writeString(file, config.toJson() + "\n"));
    }

    /** The checkpoints, newest first. */
    public List<Path> checkpoints() {
        return List.copyOf(files(SnapshotName.CHECKPOINT).descendingMap().values());
    }

    /** The files of a kind, by the images shown when they were written. */
    NavigableMap<Long, Path> files(SnapshotName kind) {
        NavigableMap<Long, Path> files = new TreeMap<>();
        for (Path file : list(path)) {
            kind.images(file).ifPresent(images -> files.put(images, file));
        }
        return files;
    }

    /** Where the file of a kind after so many images lies. */
    Path file(SnapshotName kind, long images) {
        return path.resolve(kind.of(images));
    }

    /** Where the best moment is noted. */
    Path best() {
        return path.resolve("best.json");
    }

    /** Removes what a process that was killed was about to write. */
    void removeLeftovers() {
        try {
            AtomicFiles.removeLeftovers(path);
        } catch (IOException e) {
            throw failure("The folder " + path + " cannot be cleared", e);
        }
    }

    /** Whether somebody asks the run to stop; the request is taken away. */
    boolean takeStopRequest() {
        Path file = path.resolve(STOP);
        if (!Files.exists(file)) {
            return false;
        }
        delete(file);
        return true;
    }

    Path reals() {
        return path.resolve("reals.png");
    }

    static void writePicture(Path file, BufferedImage picture) {
        writing(file, () -> PngFiles.write(file, picture));
    }

    static void delete(Path file) {
        writing(file, () -> Files.deleteIfExists(file));
    }

    /** Gives a file a name under which nothing looks for it; its content stays. */
    static void setAside(Path file) {
        String name = file.getFileName() + ABANDONED;
        Path free = file.resolveSibling(name);
        for (int i = 2; Files.exists(free); i++) {
            free = file.resolveSibling(name + i);
        }
        Path target = free;
        writing(target, () -> Files.move(file, target, StandardCopyOption.ATOMIC_MOVE));
    }

    /** Appends a line to the log. */
    void log(Instant when, Level level, String text) {
        String time = LOG_TIME.format(when.atZone(ZoneId.systemDefault()));
        append(path.resolve(LOG_FILE), String.format("%s %-5s Trainer - %s", time, level, text));
    }

    /** Appends a tick to the statistics. */
    void append(TickStats stats) {
        append(statistics(), stats.toJson());
    }

    /**
     * Forces the statistics to the disk, before a checkpoint gets there: a resumed run comes by the
     * ticks after it again, and never by those before.
     */
    void forceStatistics() {
        writing(statistics(), () -> LineFile.force(statistics()));
    }

    private Path statistics() {
        return path.resolve("stats.jsonl");
    }

    /** Adds a start of the run to what is known of its origin. */
    void appendProvenance(String json) {
        append(path.resolve(PROVENANCE), json);
    }

    private static void append(Path file, String line) {
        writing(file, () -> LineFile.append(file, line));
    }

    /**
     * Drops the statistics of ticks that a checkpoint does not know of: a resumed run comes by them
     * again.
     *
     * @param images images shown when the checkpoint was written
     * @param ticks ticks that were over then
     * @return those of the ticks up to there
     */
    PastTicks resumeStatistics(long images, long ticks) {
        Path file = statistics();
        if (!Files.exists(file)) {
            return PastTicks.none();
        }
        List<Map<String, Object>> past = new ArrayList<>();
        StringBuilder kept = new StringBuilder();
        for (String line : lines(file)) {
            Map<String, Object> tick = readOrEmpty(line);
            if (atMost(tick.get("images"), images) && atMost(tick.get("tick"), ticks)) {
                kept.append(line).append('\n');
                past.add(tick);
            }
        }
        writing(file, () -> AtomicFiles.writeString(file, kept.toString()));
        return new PastTicks(List.copyOf(past));
    }

    private static boolean atMost(Object value, long limit) {
        return value instanceof Number n && n.longValue() <= limit;
    }

    private static List<String> lines(Path file) {
        try {
            return LineFile.read(file);
        } catch (IOException e) {
            throw unreadable("The file " + file + " cannot be read", e);
        }
    }

    /** A process that was killed may have left half a line, and a disk worse. */
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
            throw unreadable("The folder " + folder + " cannot be read", e);
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

    /** Anything unforeseen most likely is a full disk. */
    private static RunDirectoryException failure(String what, IOException e) {
        return failure(what, e, ". Make room or choose another folder.");
    }

    private static RunDirectoryException unreadable(String what, IOException e) {
        return failure(what, e, ". Check the disk, or choose another folder.");
    }

    /** Says what went wrong and what to do. */
    private static RunDirectoryException failure(String what, IOException e, String otherwise) {
        String reason = e.getMessage() + otherwise;
        if (e instanceof AccessDeniedException) {
            reason = "no permission. Choose another folder or change its permissions.";
        } else if (e instanceof NotDirectoryException) {
            reason = "it is not a folder. Choose another one.";
        } else if (e instanceof NoSuchFileException) {
            reason = "it, or a folder above it, does not exist. Choose another folder.";
        } else if (e instanceof FileSystemException f && f.getReason() != null) {
            reason = f.getReason() + otherwise;
        }
        return new RunDirectoryException(what + ": " + reason, e);
    }
}
