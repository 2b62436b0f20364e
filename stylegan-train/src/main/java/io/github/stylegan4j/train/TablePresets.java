package io.github.stylegan4j.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The rows of tables 1, 2 and 4 of arXiv 1812.04948, on FFHQ at 1024x1024 with the minibatches of
 * eight cards.
 */
final class TablePresets {
    private TablePresets() {}

    static List<TrainingPreset> all() {
        List<TrainingPreset> presets = new ArrayList<>(configurations());
        for (int percent : new int[] {0, 50, 90, 100}) {
            presets.add(
                    SganPresets.ffhq()
                            .with(
                                    "table2-mixing-" + percent,
                                    "Table 2: styles of two latents mixed in "
                                            + percent
                                            + " % of minibatches.",
                                    Map.of("styleMixing", percent / 100.0)));
        }
        for (int layers : new int[] {0, 8}) {
            presets.add(
                    SganPresets.ffhq()
                            .with(
                                    "table4-traditional-" + layers,
                                    "Table 4: traditional generator, " + mapping(layers),
                                    PganPresets.traditional(layers)));
        }
        for (int layers : new int[] {0, 1, 2, 8}) {
            presets.add(
                    SganPresets.ffhq()
                            .with(
                                    "table4-stylebased-" + layers,
                                    "Table 4: style-based generator, " + mapping(layers),
                                    Map.of("mappingLayers", layers)));
        }
        return presets;
    }

    private static String mapping(int layers) {
        return layers + (layers == 1 ? " mapping layer." : " mapping layers.");
    }

    private static List<TrainingPreset> configurations() {
        TrainingPreset f = SganPresets.ffhq();
        return List.of(
                PganPresets.preset("ffhq", 8)
                        .with("table1-a", "Table 1, A: Progressive GAN, the baseline.", Map.of()),
                f.with(
                        "table1-b",
                        "Table 1, B: A with blurred resizing, the logistic loss and longer"
                                + " training.",
                        PganPresets.traditional(0)),
                f.with(
                        "table1-c",
                        "Table 1, C: B with mapping network and styles.",
                        Map.of("constantInput", false, "styleMixing", 0, "noise", false)),
                f.with(
                        "table1-d",
                        "Table 1, D: C with a learned constant in place of the latent input.",
                        Map.of("styleMixing", 0, "noise", false)),
                f.with("table1-e", "Table 1, E: D with noise.", Map.of("styleMixing", 0)),
                f.with(
                        "table1-f",
                        "Table 1, F: E with mixed styles, which is StyleGAN v1.",
                        Map.of()));
    }
}
