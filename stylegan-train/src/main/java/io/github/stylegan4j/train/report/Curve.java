package io.github.stylegan4j.train.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A line of a chart: numbers over thousands of images, without those that are not finite.
 *
 * @param name what the legend says
 */
record Curve(String name, double[] x, double[] y) {
    /** More points than a chart has pixels show nothing more. */
    private static final int MAX_POINTS = 600;

    /** A number of each tick that has it. */
    static Curve of(String name, List<Tick> ticks, ToDoubleFunction<Tick> value) {
        List<double[]> points = new ArrayList<>();
        for (Tick tick : ticks) {
            double y = value.applyAsDouble(tick);
            if (Double.isFinite(y)) {
                points.add(new double[] {tick.kimg(), y});
            }
        }
        int bin = (points.size() + MAX_POINTS - 1) / MAX_POINTS;
        int count = bin == 0 ? 0 : (points.size() + bin - 1) / bin;
        double[] x = new double[count];
        double[] y = new double[count];
        for (int i = 0; i < count; i++) {
            List<double[]> part = points.subList(i * bin, Math.min(points.size(), (i + 1) * bin));
            x[i] = part.stream().mapToDouble(p -> p[0]).average().orElseThrow();
            y[i] = part.stream().mapToDouble(p -> p[1]).average().orElseThrow();
        }
        return new Curve(name, x, y);
    }

    boolean isEmpty() {
        return x.length == 0;
    }

    double last() {
        return y[y.length - 1];
    }
}
