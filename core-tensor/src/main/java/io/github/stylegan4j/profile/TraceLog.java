package io.github.stylegan4j.profile;

import io.github.stylegan4j.io.AtomicFiles;
import io.github.stylegan4j.io.JsonText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every phase and operation with its time, for a Chrome trace. Texts are kept once, and the rest in
 * arrays, so that a few million events fit into memory.
 *
 * <p>Format: "Trace Event Format" of the Chromium project, complete events (ph X) in microseconds.
 */
final class TraceLog {
    /** The row of the program's phases. */
    static final int PHASES = 1;

    /** The row of the device's operations. */
    static final int OPERATIONS = 2;

    private static final Logger LOG = LoggerFactory.getLogger(TraceLog.class);
    private static final int MOST = 2_000_000;

    private final int most;
    private final Map<String, Integer> ids = new HashMap<>();
    private final List<String> texts = new ArrayList<>();
    private long[] starts = new long[1024];
    private long[] durations = new long[1024];
    private int[] rows = new int[1024];
    private int[] names = new int[1024];
    private int[] details = new int[1024];
    private int count;
    private long left;

    TraceLog() {
        this(MOST);
    }

    /** A log that leaves out what comes after so many events. */
    TraceLog(int most) {
        this.most = most;
    }

    void add(int row, String name, @Nullable String detail, long start, long duration) {
        if (count == most) {
            if (left++ == 0) {
                LOG.warn("The trace is full after {} events; later ones are left out", most);
            }
            return;
        }
        if (count == starts.length) {
            int longer = Math.min(most, 2 * count);
            starts = Arrays.copyOf(starts, longer);
            durations = Arrays.copyOf(durations, longer);
            rows = Arrays.copyOf(rows, longer);
            names = Arrays.copyOf(names, longer);
            details = Arrays.copyOf(details, longer);
        }
        starts[count] = start;
        durations[count] = duration;
        rows[count] = row;
        names[count] = id(name);
        details[count] = detail == null ? -1 : id(detail);
        count++;
    }

    private int id(String text) {
        Integer id = ids.putIfAbsent(text, texts.size());
        if (id != null) {
            return id;
        }
        texts.add(text);
        return texts.size() - 1;
    }

    void write(Path file) throws IOException {
        AtomicFiles.write(file, this::write);
    }

    private void write(OutputStream out) throws IOException {
        put(out, "{\"displayTimeUnit\":\"ms\",\"otherData\":{\"leftOut\":" + left + "},");
        put(out, "\"traceEvents\":[\n");
        put(out, row(PHASES, "phases of the program") + ",\n");
        put(out, row(OPERATIONS, "operations of the device"));
        for (int i = 0; i < count; i++) {
            put(out, ",\n" + event(i));
        }
        put(out, "\n]}\n");
    }

    private static void put(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String row(int row, String name) {
        return "{\"name\":\"thread_name\",\"ph\":\"M\",\"pid\":1,\"tid\":"
                + row
                + ",\"args\":{\"name\":\""
                + name
                + "\"}}";
    }

    private String event(int i) {
        StringBuilder e = new StringBuilder("{\"name\":");
        String name = texts.get(names[i]);
        JsonText.appendString(e, name.substring(name.lastIndexOf(Profiler.SEPARATOR) + 1));
        e.append(
                String.format(
                        Locale.ROOT,
                        ",\"ph\":\"X\",\"pid\":1,\"tid\":%d,\"ts\":%.3f,\"dur\":%.3f",
                        rows[i],
                        starts[i] * 1e-3,
                        durations[i] * 1e-3));
        if (details[i] >= 0) {
            e.append(",\"args\":{\"detail\":");
            JsonText.appendString(e, texts.get(details[i]));
            e.append('}');
        }
        return e.append('}').toString();
    }
}
