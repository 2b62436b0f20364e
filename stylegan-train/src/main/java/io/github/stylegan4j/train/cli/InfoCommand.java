package io.github.stylegan4j.train.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.stylegan.Backbone;
import io.github.stylegan4j.stylegan.DiscriminatorConfig;
import io.github.stylegan4j.stylegan.FeatureMaps;
import io.github.stylegan4j.stylegan.GeneratorConfig;
import io.github.stylegan4j.stylegan.LayerSummary;
import io.github.stylegan4j.stylegan.NetworkSummary;
import io.github.stylegan4j.train.SavedGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints the layer tables of networks: those of a resolution, or those in a file. */
@Command(
        name = "info",
        description =
                "Print every layer with its parameters and shapes, and the totals: of "
                        + "the published networks at a resolution, or of a network file. Nothing "
                        + "is computed.")
final class InfoCommand implements Callable<Integer> {
    @Mixin private CommonOptions common;
    @Mixin private Output output;

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Subject subject;

    @Option(
            names = "--channels",
            paramLabel = "C",
            description = "Colours: 3, or 1 for gray. Default: ${DEFAULT-VALUE}.",
            defaultValue = "3")
    private int channels;

    @Option(
            names = "--fmap-base",
            paramLabel = "B",
            description = "Feature maps at stage s are min(B / 2^s, M). Default: ${DEFAULT-VALUE}.",
            defaultValue = "8192")
    private int fmapBase;

    @Option(
            names = "--fmap-max",
            paramLabel = "M",
            description = "Largest number of feature maps. Default: ${DEFAULT-VALUE}.",
            defaultValue = "512")
    private int fmapMax;

    @Option(names = "--json", description = "Print one JSON object instead of tables.")
    private boolean json;

    /** Which networks: one of the two is given. */
    private static final class Subject {
        @Option(
                names = "--resolution",
                paramLabel = "R",
                description = "Width and height of the images, a power of two from 4 to 1024.")
        private Integer resolution;

        @Option(
                names = "--network",
                paramLabel = "FILE",
                description = "A network or checkpoint file (.safetensors).")
        private Path network;
    }

    @Override
    public Integer call() throws IOException {
        List<NetworkSummary> networks =
                subject.network == null ? published() : SavedGenerator.summaries(subject.network);
        if (json) {
            ObjectNode root = Output.object();
            networks.forEach(n -> root.set(n.name(), toJson(n)));
            output.json(root);
        } else {
            networks.forEach(n -> output.line("%s", n));
        }
        return 0;
    }

    private List<NetworkSummary> published() {
        Backbone backbone =
                Backbone.of(subject.resolution, channels)
                        .withFeatureMaps(new FeatureMaps(fmapBase, 1, fmapMax));
        return List.of(
                NetworkSummary.of(GeneratorConfig.of(backbone)),
                NetworkSummary.of(DiscriminatorConfig.of(backbone)));
    }

    private static ObjectNode toJson(NetworkSummary n) {
        ObjectNode node = Output.object();
        node.put("parameters", n.parameters());
        node.put("notTrained", n.otherState());
        ArrayNode layers = node.putArray("layers");
        for (LayerSummary l : n.layers()) {
            ObjectNode layer = layers.addObject();
            layer.put("name", l.name());
            layer.put("parameters", l.parameters());
            putShape(layer, "outputShape", l.outputShape());
            putShape(layer, "weightShape", l.weightShape());
        }
        return node;
    }

    private static void putShape(ObjectNode layer, String field, Shape shape) {
        if (shape == null) {
            layer.putNull(field);
            return;
        }
        ArrayNode dims = layer.putArray(field);
        for (int d : shape.dims()) {
            dims.add(d);
        }
    }
}
