package io.github.stylegan4j.train.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The charts of a run; those for which there are no numbers are left out. */
final class Charts {
    private static final double GIB = 1 << 30;

    private final List<Tick> ticks;
    private final List<Double> marks;
    private final List<String> figures = new ArrayList<>();

    private Charts(List<Tick> ticks) {
        this.ticks = ticks;
        marks = newResolutions(ticks);
    }

    /** An element {@code figure} for each chart. */
    static List<String> of(List<Tick> ticks) {
        Charts charts = new Charts(ticks);
        charts.learning();
        charts.timing();
        return charts.figures;
    }

    private static List<Double> newResolutions(List<Tick> ticks) {
        List<Double> marks = new ArrayList<>();
        for (int i = 1; i < ticks.size(); i++) {
            if (ticks.get(i).resolution() != ticks.get(i - 1).resolution()) {
                marks.add(ticks.get(i - 1).kimg());
            }
        }
        return marks;
    }

    private void learning() {
        add(
                "losses",
                "Losses",
                "Mean over each tick. What counts is not their size but that neither runs away.",
                curve("discriminator", "loss_d"),
                curve("generator", "loss_g"));
        add(
                "scores",
                "Scores",
                "Mean scores of real and generated images. They should stay near each other.",
                curve("real", "scores_real"),
                curve("generated", "scores_fake"));
        add(
                "gap",
                "Score gap",
                "Real less generated. A gap that keeps growing means that the discriminator wins.",
                curve("gap", "score_gap"));
        add(
                "diversity",
                "Diversity of the grid",
                "How far generated images differ from each other, as a share of what real ones do."
                        + " Near 0, the generator has collapsed to one image.",
                curve("diversity", "diversity"));
        add(
                "penalty",
                "Penalties",
                "Gradient penalties of the discriminator, before their weights.",
                penalties());
        add("lod", "Level of detail", "0 is full resolution.", curve("lod", "lod"));
    }

    private void timing() {
        add(
                "speed",
                "Time per thousand images",
                "Seconds; later resolutions take longer.",
                curve("s/kimg", "seconds_per_kimg"));
        add(
                "phases",
                "Where the time goes",
                "Seconds per thousand images in each phase of training.",
                phases());
        add(
                "memory",
                "Memory",
                "GiB in use: buffers of the device, their peak, the JVM's heap, and the process.",
                gib("device", "live_bytes"),
                gib("device peak", "peak_live_bytes"),
                gib("heap", "heap_bytes"),
                gib("process", "resident_bytes"));
        add(
                "estimate",
                "Estimated length of the run",
                "Hours in all, as estimated at each moment. A level line is an honest estimate.",
                Curve.of(
                        "hours",
                        ticks,
                        t -> (t.number("elapsed_seconds") + t.number("remaining_seconds")) / 3600));
    }

    private Curve curve(String name, String field) {
        return Curve.of(name, ticks, t -> t.number(field));
    }

    private Curve gib(String name, String field) {
        return Curve.of(name, ticks, t -> t.number(field) < 0 ? Double.NaN : t.number(field) / GIB);
    }

    private Curve[] penalties() {
        Set<String> fields = new LinkedHashSet<>();
        ticks.forEach(t -> fields.addAll(t.values().keySet()));
        return fields.stream()
                .filter(f -> f.endsWith("_penalty"))
                .map(f -> curve(f.substring(0, f.length() - "_penalty".length()), f))
                .toArray(Curve[]::new);
    }

    private Curve[] phases() {
        Set<String> names = new LinkedHashSet<>();
        ticks.forEach(t -> names.addAll(t.phases().keySet()));
        return names.stream()
                .map(
                        name ->
                                Curve.of(
                                        name,
                                        ticks,
                                        t ->
                                                t.phases().getOrDefault(name, Double.NaN)
                                                        / t.number("tick_images")
                                                        * 1000))
                .toArray(Curve[]::new);
    }

    private void add(String id, String title, String caption, Curve... curves) {
        List<Curve> known = Arrays.stream(curves).filter(c -> !c.isEmpty()).toList();
        if (!known.isEmpty()) {
            figures.add(
                    "<figure><h3>"
                            + Html.escaped(title)
                            + "</h3>\n"
                            + SvgChart.draw(id, title, known, marks)
                            + "<figcaption>"
                            + Html.escaped(caption)
                            + "</figcaption></figure>");
        }
    }
}
