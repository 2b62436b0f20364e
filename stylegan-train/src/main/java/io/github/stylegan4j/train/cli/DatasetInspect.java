package io.github.stylegan4j.train.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.stylegan4j.train.data.DataSets;
import io.github.stylegan4j.train.data.ImageShape;
import io.github.stylegan4j.train.data.ImageSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what a data set is. */
@Command(
        name = "inspect",
        description =
                "Print what a data set is: kind, number and size of images, labels, images per "
                        + "class, and the fingerprint that tells data sets apart.")
final class DatasetInspect implements Callable<Integer> {
    @Mixin private CommonOptions common;
    @Mixin private Output output;
    @Mixin private DataInput input;

    @Parameters(paramLabel = "DATA", description = "A file or folder, demo, or synthetic:N.")
    private String data;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        ImageShape stored = DataSets.shape(data, input.format());
        try (ImageSource source = input.open(data)) {
            ObjectNode node = Output.object();
            node.put("name", source.name());
            node.put("kind", kind());
            node.put("images", source.count());
            node.put("storedHeight", stored.height());
            node.put("storedWidth", stored.width());
            node.put("storedChannels", stored.channels());
            node.put("height", source.height());
            node.put("width", source.width());
            node.put("channels", source.channels());
            node.put("labelSize", source.labelSize());
            putClasses(node, source);
            node.put("fingerprint", source.fingerprint());
            if (json) {
                output.json(node);
            } else {
                node.properties().forEach(e -> output.line("%-15s %s", e.getKey(), text(e)));
            }
        }
        return 0;
    }

    private static String text(Map.Entry<String, ?> e) {
        String text = e.getValue().toString();
        return text.startsWith("\"") ? text.substring(1, text.length() - 1) : text;
    }

    private String kind() {
        return DataSets.isPath(data, input.format())
                ? DataSets.format(Path.of(data), input.format()).id()
                : "built in";
    }

    private static void putClasses(ObjectNode node, ImageSource source) {
        int size = source.labelSize();
        int[] images = new int[size];
        for (int i = 0; i < source.count(); i++) {
            int only = only(source.label(i));
            if (only < 0) {
                node.put("labels", size == 0 ? "none" : "vectors");
                return;
            }
            images[only]++;
        }
        node.put("labels", "classes");
        List<String> names = source.classNames();
        ObjectNode perClass = node.putObject("imagesPerClass");
        for (int c = 0; c < size; c++) {
            perClass.put(c < names.size() ? names.get(c) : Integer.toString(c), images[c]);
        }
    }

    /** The place of the only 1 among zeros; -1 if it is something else. */
    private static int only(float[] label) {
        int only = -1;
        for (int i = 0; i < label.length; i++) {
            if (label[i] != 0 && (label[i] != 1 || only >= 0)) {
                return -1;
            }
            only = label[i] == 1 ? i : only;
        }
        return only;
    }
}
