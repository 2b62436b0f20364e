package io.github.stylegan4j.train.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads the folder of a run that may be under way, unfinished or damaged: what can be read is
 * taken, and what cannot is said.
 */
final class RunRecordReader {
    private static final Pattern GRID = Pattern.compile("fakes(\\d{1,12}(?:\\.\\d{3})?)\\.png");
    private static final String STATISTICS = "stats.jsonl";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path folder;
    private final List<String> notices = new ArrayList<>();

    private RunRecordReader(Path folder) {
        this.folder = folder;
    }

    /**
     * Reads a folder.
     *
     * @throws IOException if there is no such folder, or nothing of a run in it
     */
    static RunRecord read(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new FileSystemException(
                    folder.toString(), null, "there is no such folder; give the folder of a run");
        }
        return new RunRecordReader(folder).read();
    }

    private RunRecord read() throws IOException {
        Map<String, Object> config = config();
        List<Tick> ticks = ticks();
        List<Map<String, Object>> starts = lines("provenance.jsonl");
        List<RunRecord.Grid> grids = grids();
        if (config.isEmpty() && ticks.isEmpty() && grids.isEmpty()) {
            throw new FileSystemException(
                    folder.toString(),
                    null,
                    "it holds no run: neither config.json nor stats.jsonl nor a grid can be read");
        }
        Path reals = folder.resolve("reals.png");
        return new RunRecord(
                folder,
                config,
                starts,
                ticks,
                grids,
                Files.isRegularFile(reals) ? reals : null,
                List.copyOf(notices));
    }

    private Map<String, Object> config() {
        Path file = folder.resolve("config.json");
        try {
            return object(Files.readString(file));
        } catch (NoSuchFileException e) {
            notices.add("config.json is missing: the configuration is not shown.");
        } catch (IOException e) {
            notices.add("config.json cannot be read: the configuration is not shown.");
        }
        return Map.of();
    }

    private List<Tick> ticks() {
        Map<Long, Tick> byImages = new TreeMap<>();
        int without = 0;
        for (Map<String, Object> line : lines(STATISTICS)) {
            Tick tick = new Tick(line);
            if (Double.isNaN(tick.number("images"))) {
                without++;
            } else {
                byImages.put(tick.images(), tick);
            }
        }
        if (without > 0) {
            notices.add(without + " lines of " + STATISTICS + " do not say how many images.");
        }
        return List.copyOf(byImages.values());
    }

    private List<Map<String, Object>> lines(String name) {
        List<Map<String, Object>> objects = new ArrayList<>();
        List<Integer> damaged = new ArrayList<>();
        try {
            // Bytes that are no text must not hide the lines beside them.
            String text =
                    new String(Files.readAllBytes(folder.resolve(name)), StandardCharsets.UTF_8);
            int number = 0;
            for (String line : text.split("\n", -1)) {
                number++;
                if (line.isBlank()) {
                    continue;
                }
                try {
                    objects.add(object(line));
                } catch (JsonProcessingException e) {
                    damaged.add(number);
                }
            }
        } catch (NoSuchFileException e) {
            notices.add(name + " is missing" + (name.equals(STATISTICS) ? ": no curves." : "."));
        } catch (IOException e) {
            notices.add(name + " cannot be read: " + e.getMessage() + ".");
        }
        if (!damaged.isEmpty()) {
            notices.add(
                    name
                            + ": "
                            + (damaged.size() == 1
                                    ? "line " + damaged.get(0) + " is"
                                    : damaged.size()
                                            + " lines, the first of them number "
                                            + damaged.get(0)
                                            + ", are")
                            + " cut short or damaged, and left out.");
        }
        return objects;
    }

    private static Map<String, Object> object(String text) throws JsonProcessingException {
        Map<String, Object> object =
                JSON.readValue(text, new TypeReference<LinkedHashMap<String, Object>>() {});
        return object == null ? Map.of() : object;
    }

    private List<RunRecord.Grid> grids() throws IOException {
        List<RunRecord.Grid> grids = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Matcher m = GRID.matcher(file.getFileName().toString());
                if (m.matches()) {
                    grids.add(new RunRecord.Grid(file, new BigDecimal(m.group(1))));
                }
            }
        }
        grids.sort(Comparator.comparing(RunRecord.Grid::kimg));
        return grids;
    }
}
