package io.github.stylegan4j.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.tensor.BinaryKind;
import io.github.stylegan4j.tensor.UnaryKind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Every coarse kernel in single precision compiles without PoCL's header: a function that {@code
 * pocl_builtins.cl} does not declare would cost its program ten times as long a build.
 */
class ShortHeaderTest {
    private record Program(String file, String kernel, String defines) {}

    private static List<Program> programs() {
        List<Program> all = new ArrayList<>();
        List<MapFunction> functions =
                new ArrayList<>(
                        List.of(
                                MapFunction.COPY,
                                MapFunction.FILL,
                                MapFunction.LEAKY_RELU_GRAD,
                                MapFunction.BIAS_ACT,
                                MapFunction.NOISE_BIAS_ACT,
                                MapFunction.WHERE));
        for (UnaryKind kind : UnaryKind.values()) {
            functions.add(MapFunction.unary(kind));
        }
        for (BinaryKind kind : BinaryKind.values()) {
            functions.add(MapFunction.binary(kind));
        }
        // Several functions may share a program.
        functions.stream()
                .map(f -> Device.STREAM + f.defines(0))
                .distinct()
                .forEach(defines -> all.add(new Program("map.cl", "map", defines)));
        for (ReduceFunction f : ReduceFunction.values()) {
            all.add(new Program("reduce.cl", "rows", f.defines()));
        }
        for (String many : List.of("ADD", "LERP", "ADAM", "FINITE")) {
            all.add(new Program("many.cl", "many", "#define " + many + "\n"));
        }
        for (String norm : List.of("", "#define STYLED\n", "#define GRAD\n")) {
            all.add(new Program("norm.cl", "instance_norm", norm));
            all.add(new Program("norm.cl", "instance_norm", norm + Device.STREAM));
        }
        for (String noise : List.of("", "#define NOISE\n")) {
            for (String how : List.of(noise, noise + Device.STREAM)) {
                all.add(new Program("styled_act.cl", "styled_act", how));
                all.add(new Program("styled_act.cl", "styled_act_grad", "#define GRAD\n" + how));
            }
        }
        for (String panels :
                List.of("#define TALL 6\n", "#define TALL 8\n#define LARGE_VECTORS\n")) {
            addFiltered(all, Device.STREAM + panels);
        }
        all.add(new Program("pointwise.cl", "pointwise", Device.STREAM));
        all.add(new Program("up_conv_border.cl", "border", ""));
        all.add(new Program("product_coarse.cl", "product", ""));
        all.add(new Program("affine.cl", "gather", ""));
        all.add(new Program("affine.cl", "gather", "#define REFLECT\n"));
        all.add(new Program("frame.cl", "frame", ""));
        all.add(new Program("limit.cl", "multiply_adds", ""));
        all.add(new Program("source.cl", "range", ""));
        all.add(new Program("pixel_norm.cl", "pixel_norm", ""));
        all.add(new Program("minibatch_std.cl", "minibatch_std", ""));
        for (String steps : List.of("UP 2\n#define DOWN 1", "UP 1\n#define DOWN 2")) {
            String taps = "#define PAD 0\n#define SIZE 2\n#define TAPS 1.0f, 1.0f, 1.0f, 1.0f\n";
            all.add(new Program("resample.cl", "resample", "#define " + steps + "\n" + taps));
        }
        return all;
    }

    /** Filtered convolutions and the gradients of their weights, whatever they do to the size. */
    private static void addFiltered(List<Program> all, String defines) {
        for (int edge : List.of(2, 4)) {
            String tile = defines + "#define TILE " + edge + "\n";
            all.add(new Program("winograd.cl", "winograd", tile));
            all.add(new Program("winograd.cl", "winograd", tile + "#define PHASES 4\n"));
            all.add(new Program("winograd_weights.cl", "gradient", tile));
        }
        for (Resizing r : List.of(Resizing.HALVING, Resizing.DOUBLING)) {
            String tile = defines + "#define TILE " + r.tile() + "\n" + r.define();
            all.add(new Program("winograd.cl", "winograd", tile));
            if (r == Resizing.HALVING) {
                all.add(new Program("winograd_weights.cl", "gradient", tile));
            }
        }
    }

    @Test
    void everyCoarseKernelFindsItsFunctions() {
        try (Session session = new Session(TestDevice.find(), Variant.COARSE)) {
            assumeTrue(session.traits().isPocl(), "only PoCL has a header to leave out");
            Programs programs = new Programs(session, null);
            int expected = 0;
            for (Program p : programs()) {
                programs.kernel(p.file(), p.kernel(), DType.FLOAT32, p.defines());
                assertEquals(++expected, programs.shortBuilds(), p::toString);
            }
            programs.close();
        }
    }
}
