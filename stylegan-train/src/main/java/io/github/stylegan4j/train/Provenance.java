package io.github.stylegan4j.train;

import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.train.data.ImageSource;
import io.github.stylegan4j.tuning.BuildInfo;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run was computed by, from and with: a line of JSON for each start, so that what it has
 * made can be traced back, and made again.
 */
final class Provenance {
    private static final String UNKNOWN = "unknown";

    private Provenance() {}

    /**
     * One start of a run.
     *
     * @param images images shown before
     * @param command words of the command; empty if a program started the run
     */
    static String json(
            TrainingConfig config,
            ImageSource source,
            Backend backend,
            long images,
            List<String> command) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("time", Instant.now().toString());
        json.put("images", images);
        json.put("command", command);
        json.put("library", library());
        json.put("device", device(backend));
        json.put("java", java());
        json.put("system", system());
        json.put("data", data(source));
        json.put("config", ConfigJson.read(config.toJson()));
        return ConfigJson.writeLine(json);
    }

    private static Map<String, Object> library() {
        BuildInfo build = BuildInfo.read();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("version", build.version());
        json.put("revision", build.revision());
        return json;
    }

    private static Map<String, Object> device(Backend backend) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", backend.id());
        json.put("description", backend.description());
        json.put("precision", backend.defaultDType().toString());
        json.putAll(new ConvProvenance(backend.tuning()).metadata());
        return json;
    }

    private static Map<String, Object> java() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("version", System.getProperty("java.version", UNKNOWN));
        json.put("vendor", System.getProperty("java.vendor", UNKNOWN));
        json.put("vm", System.getProperty("java.vm.name", UNKNOWN));
        json.put("vm_version", System.getProperty("java.vm.version", UNKNOWN));
        json.put("heap_limit_bytes", Runtime.getRuntime().maxMemory());
        return json;
    }

    private static Map<String, Object> system() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", System.getProperty("os.name", UNKNOWN));
        json.put("version", System.getProperty("os.version", UNKNOWN));
        json.put("architecture", System.getProperty("os.arch", UNKNOWN));
        json.put("processors", Runtime.getRuntime().availableProcessors());
        return json;
    }

    private static Map<String, Object> data(ImageSource source) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", source.name());
        json.put("images", source.count());
        json.put("width", source.width());
        json.put("height", source.height());
        json.put("channels", source.channels());
        json.put("label_size", source.labelSize());
        json.put("fingerprint", source.fingerprint());
        return json;
    }
}
