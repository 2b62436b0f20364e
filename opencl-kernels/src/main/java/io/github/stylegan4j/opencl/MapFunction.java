package io.github.stylegan4j.opencl;

import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.tensor.BinaryKind;
import io.github.stylegan4j.tensor.UnaryKind;
import java.util.List;
import java.util.Locale;

/**
 * A function of one element per input, as the defines that turn {@code map.cl} into its kernel.
 *
 * <p>Formulas are OpenCL C over {@code a, b, c, d}, the inputs' elements, and the constants {@code
 * ca, cb}. They hold for scalars and for vectors of eight alike, {@code V} being the type: hence
 * comparisons choose between two values of that type.
 */
final class MapFunction {
    private static final String COPY_FORMULA = "a";
    private static final String ACT_GRAD_FORMULA = "a >= (V)(0) ? b : ca * b";
    private static final String BIAS_ACT_FORMULA = "a + b >= (V)(0) ? a + b : ca * (a + b)";

    /**
     * The functions of one input that a training step needs. One coarse kernel has them all, in the
     * order of their numbers: PoCL takes longer for another kernel than for another function.
     */
    private static final List<String> ONE_INPUT =
            List.of(
                    COPY_FORMULA,
                    formula(UnaryKind.AFFINE),
                    formula(UnaryKind.SQUARE),
                    formula(UnaryKind.SQRT),
                    formula(UnaryKind.SIGMOID),
                    formula(UnaryKind.SOFTPLUS));

    /** Those of two inputs. */
    private static final List<String> TWO_INPUTS =
            List.of(
                    formula(BinaryKind.ADD),
                    formula(BinaryKind.SUB),
                    formula(BinaryKind.MUL),
                    formula(BinaryKind.DIV),
                    ACT_GRAD_FORMULA,
                    BIAS_ACT_FORMULA);

    /** The element itself. */
    static final MapFunction COPY = new MapFunction(1, COPY_FORMULA, "");

    /** The constant {@code ca}. */
    static final MapFunction FILL = new MapFunction(0, "(V)(ca)", "");

    /** {@code b} where a leaky ReLU's result {@code a} is not below 0, else {@code ca * b}. */
    static final MapFunction LEAKY_RELU_GRAD = new MapFunction(2, ACT_GRAD_FORMULA, "");

    /** Leaky ReLU of an element {@code a} and its bias {@code b}. */
    static final MapFunction BIAS_ACT = new MapFunction(2, BIAS_ACT_FORMULA, "");

    /** Leaky ReLU of an element {@code a}, noise {@code b}, its strength and a bias. */
    static final MapFunction NOISE_BIAS_ACT = new MapFunction(4, "ACT(V, a + b * c + d)", act());

    /** {@code b} where {@code a} is not 0, else {@code c}. */
    static final MapFunction WHERE = new MapFunction(3, "a != (V)(0) ? b : c", "");

    private static final MapFunction[] UNARY = new MapFunction[UnaryKind.values().length];
    private static final MapFunction[] BINARY = new MapFunction[BinaryKind.values().length];

    static {
        for (UnaryKind kind : UnaryKind.values()) {
            UNARY[kind.ordinal()] = new MapFunction(1, formula(kind), "");
        }
        for (BinaryKind kind : BinaryKind.values()) {
            BINARY[kind.ordinal()] = of(kind);
        }
    }

    private final int arity;
    private final int which;
    private final String[] definesByRank = new String[Axes.MOST + 1];

    private MapFunction(int arity, String formula, String helpers) {
        this.arity = arity;
        List<String> joined = arity == 1 ? ONE_INPUT : arity == 2 ? TWO_INPUTS : List.of();
        int at = helpers.isEmpty() ? joined.indexOf(formula) : -1;
        which = Math.max(at, 0);
        definesByRank[0] = helpers + defines(arity, at < 0 ? formula : choice(joined));
        for (int rank = 1; rank <= Axes.MOST; rank++) {
            String walk = "#define RANK " + roundedUp(rank) + "\n";
            definesByRank[rank] = walk + helpers + defines(arity, formula);
        }
    }

    private static String defines(int arity, String formula) {
        String call = "\n#define OP(V, a, b, c, d) (";
        return "#define ARITY " + arity + call + formula + ")\n";
    }

    /** The formula that chooses one of several by its number. */
    private static String choice(List<String> formulas) {
        int last = formulas.size() - 1;
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < last; i++) {
            all.append("which == ").append(i).append(" ? (").append(formulas.get(i)).append(") : ");
        }
        return all.append('(').append(formulas.get(last)).append(')').toString();
    }

    private static int roundedUp(int rank) {
        return rank <= 2 ? rank : rank <= 4 ? 4 : Axes.MOST;
    }

    static MapFunction unary(UnaryKind kind) {
        return UNARY[kind.ordinal()];
    }

    static MapFunction binary(BinaryKind kind) {
        return BINARY[kind.ordinal()];
    }

    /** Conversion between element types. */
    static MapFunction cast(DType from, DType to) {
        return new MapFunction(
                1, "a", "#define IN " + type(from) + "\n#define OUT " + type(to) + "\n");
    }

    private static String type(DType dtype) {
        return dtype == DType.FLOAT32 ? "float" : "double";
    }

    private static MapFunction of(BinaryKind kind) {
        return new MapFunction(2, formula(kind), "");
    }

    int arity() {
        return arity;
    }

    /** The number of the function among those of its coarse kernel. */
    int which() {
        return which;
    }

    /** The defines of the kernel that walks so many axes; 0 for the one that walks any number. */
    String defines(int rank) {
        return definesByRank[rank];
    }

    private static String act() {
        return "#define ACT(V, t) ((t) >= (V)(0) ? (t) : ca * (t))\n";
    }

    private static String formula(UnaryKind kind) {
        return switch (kind) {
            case AFFINE -> "ca * a + cb";
            case EXP, LOG, SQRT, FLOOR, SIN, COS, TANH ->
                    kind.name().toLowerCase(Locale.ROOT) + "(a)";
            case RSQRT -> "(V)(1) / sqrt(a)";
            case SQUARE -> "a * a";
            case RECIPROCAL -> "(V)(1) / a";
            case POW -> "pow(a, (V)(ca))";
            case ABS -> "fabs(a)";
            case SIGN -> "a > (V)(0) ? (V)(1) : (a < (V)(0) ? (V)(-1) : a)";
            case SIGMOID -> "(V)(1) / ((V)(1) + exp(-(a)))";
            case SOFTPLUS -> "fmax(a, (V)(0)) + log1p(exp(-fabs(a)))";
            case LEAKY_RELU -> "a >= (V)(0) ? a : ca * a";
            case LEAKY_RELU_MASK -> "a >= (V)(0) ? (V)(1) : (V)(ca)";
            case CLAMP -> "a < (V)(ca) ? (V)(ca) : (a > (V)(cb) ? (V)(cb) : a)";
            case IN_RANGE -> "(a >= (V)(ca) && a <= (V)(cb)) ? (V)(1) : (V)(0)";
            case IS_FINITE -> "isfinite(a) ? (V)(1) : (V)(0)";
        };
    }

    private static String formula(BinaryKind kind) {
        return switch (kind) {
            case ADD -> "a + b";
            case SUB -> "a - b";
            case MUL -> "a * b";
            case DIV -> "a / b";
            case MAXIMUM -> "(a >= b || isnan(a)) ? a : b";
            case MINIMUM -> "(a <= b || isnan(a)) ? a : b";
            case EQ -> "a == b ? (V)(1) : (V)(0)";
            case NE -> "a != b ? (V)(1) : (V)(0)";
            case LT -> "a < b ? (V)(1) : (V)(0)";
            case LE -> "a <= b ? (V)(1) : (V)(0)";
        };
    }
}
