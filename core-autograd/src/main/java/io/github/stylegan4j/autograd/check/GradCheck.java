package io.github.stylegan4j.autograd.check;

import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.autograd.Autograd;
import io.github.stylegan4j.autograd.GradOptions;
import io.github.stylegan4j.tensor.Recording;
import io.github.stylegan4j.tensor.Rng;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Checks derivatives against central differences along random directions, to second order by
 * default.
 *
 * <p>For a function f of tensors, a random cotangent p makes the number s(x) = &lt;p, f(x)&gt;. Its
 * gradient must predict the change of s along a random direction d in all inputs at once: &lt;grad
 * s, d&gt; = (8 (s(x + h d) - s(x - h d)) - (s(x + 2 h d) - s(x - 2 h d))) / 12 h + O(h^4). For the
 * next order the same is asked of the gradient as a function of x and p.
 *
 * <p>Inputs must be in double precision. Kinks (leaky ReLU, clamp) nearer than 2 h to a random
 * point make a correct derivative fail; other inputs or a smaller step avoid them.
 */
public final class GradCheck {
    private final int order;
    private final double step;
    private final double tolerance;
    private final int directions;
    private final long seed;

    private GradCheck(int order, double step, double tolerance, int directions, long seed) {
        this.order = order;
        this.step = step;
        this.tolerance = tolerance;
        this.directions = directions;
        this.seed = seed;
    }

    /** Order 2, step 1e-4, tolerance 1e-7, two directions per order. */
    public static GradCheck standard() {
        return new GradCheck(2, 1e-4, 1e-7, 2, 1);
    }

    /** With derivatives up to this order checked, 1 or more. */
    public GradCheck withOrder(int order) {
        if (order < 1) {
            throw new IllegalArgumentException("Order must be 1 or more, got " + order);
        }
        return new GradCheck(order, step, tolerance, directions, seed);
    }

    /** With another difference step h, above 0. */
    public GradCheck withStep(double step) {
        requirePositive("step", step);
        return new GradCheck(order, step, tolerance, directions, seed);
    }

    /**
     * With another tolerance, above 0: of the distance relative to the numbers compared, or to 1 if
     * they are smaller. Scale a function up whose derivatives are tiny.
     */
    public GradCheck withTolerance(double tolerance) {
        requirePositive("tolerance", tolerance);
        return new GradCheck(order, step, tolerance, directions, seed);
    }

    /** With another number of random directions per order, 1 or more. */
    public GradCheck withDirections(int directions) {
        requirePositive("directions", directions);
        return new GradCheck(order, step, tolerance, directions, seed);
    }

    private static void requirePositive(String name, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(
                    name + ": found " + value + "; allowed are finite numbers above 0");
        }
    }

    /** With another seed for directions and cotangents. */
    public GradCheck withSeed(long seed) {
        return new GradCheck(order, step, tolerance, directions, seed);
    }

    /**
     * Checks a function of one tensor.
     *
     * @throws GradCheckException when a derivative is wrong
     */
    public void check(Function<Tensor, Tensor> f, Tensor x) {
        check(in -> List.of(f.apply(in.get(0))), List.of(x));
    }

    /**
     * Checks a function of several tensors, all derivatives at once.
     *
     * @param f computes outputs from inputs, the same ones for the same inputs
     * @param inputs the point to check at, FLOAT64; they are not changed
     * @throws GradCheckException when a derivative is wrong, with order, both numbers and their
     *     distance
     */
    public void check(Function<List<Tensor>, List<Tensor>> f, List<Tensor> inputs) {
        for (Tensor x : inputs) {
            if (x.dtype() != DType.FLOAT64) {
                throw new IllegalArgumentException(
                        "GradCheck needs FLOAT64 inputs, got "
                                + x
                                + "; use the reference device or cast");
            }
        }
        try (Scope scope = Scope.open("gradcheck")) {
            Rng rng = new Rng(seed, 0x6772_6164L);
            List<Tensor> point = inputs.stream().map(Tensor::detach).toList();
            Function<List<Tensor>, List<Tensor>> current = f;
            for (int k = 1; k <= order; k++) {
                Derivative d = new Derivative(current, point.size());
                point = d.withCotangents(point, rng);
                for (int i = 0; i < directions; i++) {
                    checkDirection(d, point, rng, k);
                }
                current = d;
            }
        }
    }

    private void checkDirection(Derivative d, List<Tensor> point, Rng rng, int k) {
        List<Tensor> dir = new ArrayList<>();
        for (int i = 0; i < d.inputs; i++) {
            dir.add(rng.normal(point.get(i).backend(), DType.FLOAT64, point.get(i).shape()));
        }
        double predicted = 0;
        double magnitude = 0;
        List<Tensor> grads = Scope.run("gradient", () -> d.apply(point));
        for (int i = 0; i < d.inputs; i++) {
            double[] g = grads.get(i).toDoubles();
            double[] v = dir.get(i).toDoubles();
            for (int j = 0; j < g.length; j++) {
                predicted += g[j] * v[j];
                magnitude += Math.abs(g[j] * v[j]);
            }
        }
        double near = d.value(point, dir, step) - d.value(point, dir, -step);
        double far = d.value(point, dir, 2 * step) - d.value(point, dir, -2 * step);
        double measured = (8 * near - far) / (12 * step);
        double scale = Math.max(1, Math.max(Math.abs(measured), magnitude));
        double error = Math.abs(predicted - measured) / scale;
        if (!(error <= tolerance)) {
            throw new GradCheckException(k, predicted, measured, error, tolerance);
        }
    }

    /**
     * The gradient of &lt;p, f(x)&gt; as a function of x and p: its inputs are those of f followed
     * by the cotangents, its outputs the gradients by the former.
     */
    private static final class Derivative implements Function<List<Tensor>, List<Tensor>> {
        private final Function<List<Tensor>, List<Tensor>> f;
        private final int inputs;

        Derivative(Function<List<Tensor>, List<Tensor>> f, int inputs) {
            this.f = f;
            this.inputs = inputs;
        }

        List<Tensor> withCotangents(List<Tensor> point, Rng rng) {
            List<Tensor> all = new ArrayList<>(point);
            List<Tensor> outputs = Scope.run("outputs", () -> f.apply(point));
            for (Tensor y : outputs) {
                all.add(rng.normal(y.backend(), DType.FLOAT64, y.shape()));
            }
            return all;
        }

        @Override
        public List<Tensor> apply(List<Tensor> all) {
            List<Tensor> x = new ArrayList<>();
            for (int i = 0; i < inputs; i++) {
                Tensor t = all.get(i);
                x.add(t.isTracked() ? t : t.detach().track());
            }
            List<Tensor> y = Recording.on(() -> f.apply(x));
            List<Tensor> tracked = new ArrayList<>();
            List<Tensor> p = new ArrayList<>();
            for (int i = 0; i < y.size(); i++) {
                if (y.get(i).isTracked()) {
                    tracked.add(y.get(i));
                    p.add(all.get(inputs + i));
                }
            }
            if (tracked.isEmpty()) {
                return x.stream().map(Tensors::zerosLike).toList();
            }
            return Autograd.grad(tracked, p, x, GradOptions.differentiable()).all();
        }

        double value(List<Tensor> all, List<Tensor> dir, double h) {
            try (Scope scope = Scope.open("difference")) {
                List<Tensor> moved = new ArrayList<>();
                for (int i = 0; i < inputs; i++) {
                    moved.add(all.get(i).detach().add(dir.get(i).mul(h)));
                }
                List<Tensor> y = f.apply(moved);
                double s = 0;
                for (int i = 0; i < y.size(); i++) {
                    s += y.get(i).mul(all.get(inputs + i)).sum().item();
                }
                return s;
            }
        }
    }

    /** The gradient of a one-element function by plain central differences, element by element. */
    public static double[] numericGradient(Function<Tensor, Tensor> f, Tensor x, double step) {
        double[] at = x.toDoubles();
        double[] g = new double[at.length];
        for (int i = 0; i < at.length; i++) {
            double[] up = at.clone();
            double[] down = at.clone();
            up[i] += step;
            down[i] -= step;
            g[i] = (evaluate(f, x, up) - evaluate(f, x, down)) / (2 * step);
        }
        return g;
    }

    private static double evaluate(Function<Tensor, Tensor> f, Tensor like, double[] values) {
        try (Scope scope = Scope.open("evaluate")) {
            Tensor x = Tensors.of(like.backend(), like.dtype(), like.shape(), values);
            return f.apply(x).item();
        }
    }

    @Override
    public String toString() {
        return "GradCheck"
                + Arrays.asList("order " + order, "step " + step, "tolerance " + tolerance);
    }
}
