package io.github.stylegan4j.stylegan;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.nn.Module;
import io.github.stylegan4j.stylegan.layer.Noise;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The layer table of a network, from its configuration alone: nothing is computed and no memory is
 * taken, whatever the resolution.
 *
 * @param name of the network
 * @param layers in the order of computation at full resolution; a generator's layers to colours
 *     stand behind the blocks they read, and a discriminator's layers from colours that only lower
 *     resolutions need stand last
 * @param parameters trainable numbers
 * @param otherState numbers that are saved but not trained: stored noise and the average of w
 */
public record NetworkSummary(
        String name, List<LayerSummary> layers, long parameters, long otherState) {
    /** Copies the list. */
    public NetworkSummary {
        layers = List.copyOf(layers);
    }

    /** The table of a generator. */
    public static NetworkSummary of(GeneratorConfig config) {
        return onShapes(
                backend -> {
                    try (Generator g = Generator.blank(config, backend)) {
                        return of(g, backend);
                    }
                });
    }

    private static NetworkSummary of(Generator g, ShapeBackend backend) {
        Rows rows = new Rows(g);
        GeneratorConfig config = g.config();
        Backbone backbone = config.backbone();
        Tensor z = zeros(backend, 1, config.latentSize());
        Tensor w = g.mapping().map(z, labels(backend, backbone), rows.in("mapping."));
        Styles styles = Styles.same(w, config.styleLayers());
        for (int lod = LevelOfDetail.max(backbone); lod >= 0; lod--) {
            g.synthesis().synthesize(styles, lod, Noise.constant(), rows.in("synthesis."));
        }
        return rows.summary("generator");
    }

    /** The table of a discriminator. */
    public static NetworkSummary of(DiscriminatorConfig config) {
        return onShapes(
                backend -> {
                    try (Discriminator d = Discriminator.blank(config, backend)) {
                        return of(d, backend);
                    }
                });
    }

    private static NetworkSummary of(Discriminator d, ShapeBackend backend) {
        Rows rows = new Rows(d);
        Backbone backbone = d.config().backbone();
        Tensor labels = labels(backend, backbone);
        for (int lod = 0; lod <= LevelOfDetail.max(backbone); lod++) {
            int r = LevelOfDetail.at(backbone, lod).resolution();
            BaseGrid grid = backbone.baseGrid();
            Tensor images =
                    zeros(backend, 1, backbone.channels(), grid.heightAt(r), grid.widthAt(r));
            d.logits(images, labels, lod, rows.in(""));
        }
        return rows.summary("discriminator");
    }

    private interface OnShapes {
        NetworkSummary build(ShapeBackend backend);
    }

    private static NetworkSummary onShapes(OnShapes body) {
        try (ShapeBackend backend = new ShapeBackend();
                Scope scope = Scope.open("summary")) {
            return body.build(backend);
        }
    }

    private static Tensor zeros(ShapeBackend backend, int... dims) {
        return Tensors.zeros(backend, Shape.of(dims));
    }

    private static @Nullable Tensor labels(ShapeBackend backend, Backbone backbone) {
        return backbone.labelSize() == 0 ? null : zeros(backend, 1, backbone.labelSize());
    }

    /** Collects the layers that report, each once. */
    private static final class Rows {
        private final Module network;
        private final Map<String, LayerSummary> rows = new LinkedHashMap<>();

        Rows(Module network) {
            this.network = network;
        }

        ActivationListener in(String prefix) {
            return (layer, output) ->
                    rows.computeIfAbsent(prefix + layer, name -> row(name, output.shape()));
        }

        private LayerSummary row(String name, Shape output) {
            long count = 0;
            @Nullable Shape weight = null;
            for (Map.Entry<String, Tensor> e : network.parameters().entrySet()) {
                if (e.getKey().startsWith(name + ".")) {
                    count += e.getValue().size();
                    String own = e.getKey().substring(name.length() + 1);
                    weight =
                            own.equals("weight") || own.equals("value")
                                    ? e.getValue().shape()
                                    : weight;
                }
            }
            int[] dims = output.dims();
            return new LayerSummary(
                    name,
                    count,
                    Shape.of(Arrays.copyOfRange(dims, 1, dims.length)),
                    Objects.requireNonNull(weight, name));
        }

        NetworkSummary summary(String name) {
            long other = network.buffers().values().stream().mapToLong(Tensor::size).sum();
            return new NetworkSummary(
                    name, new ArrayList<>(rows.values()), network.parameterCount(), other);
        }
    }

    /** The table as text, with a head line and a line of totals. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        line(out, name, "parameters", "output shape", "weight shape");
        line(out, "---", "---", "---", "---");
        for (LayerSummary l : layers) {
            line(out, l.name(), number(l.parameters()), l.outputShape(), l.weightShape());
        }
        line(out, "---", "---", "---", "---");
        line(out, "total", number(parameters), "", "");
        line(out, "not trained", number(otherState), "", "");
        return out.toString();
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static void line(StringBuilder out, Object... cells) {
        out.append(String.format(Locale.ROOT, "%-28s %12s  %-18s %s", cells).stripTrailing())
                .append('\n');
    }
}
