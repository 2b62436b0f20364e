package io.github.stylegan4j.train;

import io.github.stylegan4j.train.config.GrowthSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The rules of {@link AutoConfig}, between two runs that are known to work: the published one
 * (70,000 images of 1024x1024) and the demo (32x32).
 */
final class AutoRules {
    private static final int PUBLISHED_IMAGES = 70_000;
    private static final double PUBLISHED_PHASE = 600;
    private static final double SHORTEST_PHASE = 20;
    private static final double PUBLISHED_KIMG = 25_000;
    private static final int PIXELS_ACROSS = 4096;

    private final TrainingConfig rough;
    private final int resolution;
    private final int images;
    private final Map<String, ?> given;
    private final List<String> reasons = new ArrayList<>();
    private final Map<String, Object> chosen = new LinkedHashMap<>();

    /**
     * Rules for so many images.
     *
     * @param rough a configuration in which the given fields and those of the images hold
     * @param given fields that are not to be chosen
     */
    AutoRules(TrainingConfig rough, int images, Map<String, ?> given) {
        this.rough = rough;
        this.resolution = rough.images().resolution();
        this.images = images;
        this.given = given;
    }

    /** The configuration: what is known, and the rest chosen. */
    TrainingConfig apply(Map<String, ?> known) {
        choose("resolution", resolution, "the highest that the first image holds, at most 1024");
        choose(
                "channels",
                rough.images().channels(),
                "as the first image, in a file without opacity");
        if (resolution < TrainingConfig.published().growth().initialResolution()) {
            choose("initialResolution", resolution, "there is no higher one");
        }
        minibatches();
        networks();
        length();
        double gamma = Math.pow(10, (log2(resolution) - 5) / 5.0);
        choose(
                "r1Gamma",
                rounded(Math.min(10, Math.max(0.5, gamma))),
                "between the demo's 1 at 32x32 and the published 10 at 1024x1024");
        choose("microBatch", "auto", "as many images at once as the device's memory holds");
        chosen.putAll(known);
        return TrainingConfig.published().with(chosen);
    }

    /** What was chosen and why. */
    List<String> reasons() {
        return List.copyOf(reasons);
    }

    private void minibatches() {
        int most = Math.max(4, Integer.highestOneBit(Math.max(1, images / 4)));
        SortedMap<Integer, Integer> table = new TreeMap<>();
        for (int r = 4; r <= resolution; r *= 2) {
            table.put(r, Math.min(most, Math.max(4, Math.min(64, PIXELS_ACROSS / r))));
        }
        if (!oneForAll("minibatch", "minibatchPerResolution")) {
            choose("minibatch", table.get(resolution), "what the highest resolution has");
            choose(
                    "minibatchPerResolution",
                    table,
                    "4096 pixels side by side, 4 to 64 images, at most a quarter of all "
                            + images
                            + " images");
        }
        if (!oneForAll("learningRate", "learningRatePerResolution")) {
            reason(
                    "learningRate, learningRatePerResolution",
                    "the published ones, which grow from 128x128 on");
        }
    }

    /** A given value holds at every resolution unless a table is given too. */
    private boolean oneForAll(String field, String table) {
        if (given.containsKey(field)) {
            choose(table, Map.of(), field + " is given, and the same at every resolution");
        }
        return given.containsKey(field);
    }

    private void networks() {
        int maps = images < 1000 ? 128 : images < 5000 ? 256 : 512;
        String why =
                maps == 512
                        ? "the published networks"
                        : "smaller than published: with " + images + " images larger ones overfit";
        choose("fmapMax", maps, why);
        choose("fmapBase", 16 * maps, why);
    }

    private void length() {
        double share = Math.min(1, images / (double) PUBLISHED_IMAGES);
        double phase = rounded(Math.max(SHORTEST_PHASE, PUBLISHED_PHASE * share));
        String why = "as often each image as published, from " + (int) SHORTEST_PHASE + " kimg on";
        choose("trainingKimg", phase, why);
        choose("transitionKimg", phase, why);
        GrowthSettings growth = rough.growth();
        double training = given.containsKey("trainingKimg") ? growth.trainingKimg() : phase;
        double transition = given.containsKey("transitionKimg") ? growth.transitionKimg() : phase;
        double perLevel = training + transition == 0 ? 2 * phase : training + transition;
        choose("totalKimg", totalKimg(perLevel), "growing takes a third of the run");
        choose(
                "smoothingKimg",
                rounded(5 * perLevel / PUBLISHED_PHASE),
                "a sixtieth of a phase, as published");
        ticks(given.containsKey("totalKimg") ? rough.run().totalKimg() : totalKimg(perLevel));
    }

    /** As long as published at most, except where growing alone takes that long. */
    private double totalKimg(double perLevel) {
        int levels = Math.max(1, log2(resolution) - log2(rough.growth().initialResolution()));
        double grown = perLevel * levels;
        return Math.max(grown, Math.min(PUBLISHED_KIMG, rounded(3 * grown)));
    }

    private void ticks(double total) {
        if (!oneForAll("tickKimg", "tickKimgPerResolution") && total < PUBLISHED_KIMG / 4) {
            choose("tickKimg", rounded(Math.max(0.5, total / 200)), "200 ticks in the run");
            choose("tickKimgPerResolution", Map.of(), "the same at every resolution");
        }
    }

    private void choose(String field, Object value, String why) {
        if (!given.containsKey(field)) {
            chosen.put(field, value);
            reason(field + " " + value, why);
        }
    }

    private void reason(String what, String why) {
        reasons.add(what + ": " + why + ".");
    }

    private static double rounded(double value) {
        return Double.parseDouble(String.format(Locale.ROOT, "%.2g", value));
    }

    private static int log2(int powerOfTwo) {
        return Integer.numberOfTrailingZeros(powerOfTwo);
    }
}
