package io.github.stylegan4j.train;

import io.github.stylegan4j.train.data.ImageSource;
import java.nio.file.Path;
import java.util.Map;

/** Runs small enough for tests: 16x16 images, four channels, phases of a few dozen images. */
final class TinyRuns {
    private TinyRuns() {}

    /**
     * 4x4 to 16x16 in phases of 32 + 32 images, minibatches of 4, ticks of 32 images; without
     * looking ahead, which would take longer than the training.
     */
    static TrainingConfig config(Path runDir) {
        return TrainingConfig.official(1)
                .with(
                        Map.ofEntries(
                                Map.entry("resolution", 16),
                                Map.entry("initialResolution", 4),
                                Map.entry("latentSize", 5),
                                Map.entry("styleSize", 6),
                                Map.entry("mappingWidth", 7),
                                Map.entry("mappingLayers", 2),
                                Map.entry("fmapBase", 32),
                                Map.entry("fmapMax", 4),
                                Map.entry("totalKimg", 0.192),
                                Map.entry("trainingKimg", 0.032),
                                Map.entry("transitionKimg", 0.032),
                                Map.entry("minibatch", 4),
                                Map.entry("minibatchPerResolution", Map.of()),
                                Map.entry("minibatchRepeats", 2),
                                Map.entry("tickKimg", 0.032),
                                Map.entry("tickKimgPerResolution", Map.of()),
                                Map.entry("snapshotTicks", 1),
                                Map.entry("grid", "3x2"),
                                Map.entry("device", "cpu"),
                                Map.entry("measureAhead", false),
                                Map.entry("runDir", runDir.toString())));
    }

    /** Without growing: 16x16 from the first step on. */
    static TrainingConfig atFullResolution(Path runDir) {
        return config(runDir)
                .with(Map.of("initialResolution", 16, "trainingKimg", 0, "transitionKimg", 0));
    }

    /** Eleven images of a few colours, all different. */
    static ImageSource images() {
        return images(0);
    }

    /** The same with labels of some classes, one-hot. */
    static ImageSource images(int classes) {
        return new Stripes(classes);
    }

    private record Stripes(int labelSize) implements ImageSource {
        @Override
        public int count() {
            return 11;
        }

        @Override
        public int channels() {
            return 3;
        }

        @Override
        public int resolution() {
            return 16;
        }

        @Override
        public byte[] image(int index) {
            byte[] bytes = new byte[3 * 16 * 16];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) ((i / (index + 1) * 37 + 20 * index) & 0xFF);
            }
            return bytes;
        }

        @Override
        public String imageName(int index) {
            return "stripes " + index;
        }

        @Override
        public float[] label(int index) {
            float[] row = new float[labelSize];
            if (labelSize > 0) {
                row[index % labelSize] = 1;
            }
            return row;
        }

        @Override
        public String name() {
            return "stripes";
        }

        @Override
        public String fingerprint() {
            return "stripes-" + labelSize;
        }
    }
}
