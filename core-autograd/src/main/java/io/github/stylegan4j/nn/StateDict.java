package io.github.stylegan4j.nn;

import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.io.HostTensor;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import io.github.stylegan4j.tensor.UpdateOp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Moves named tensors between a backend and host memory, as files hold them. */
public final class StateDict {
    private StateDict() {}

    /** Host copies of named tensors, in order and in their own element types. */
    public static Map<String, HostTensor> download(Map<String, Tensor> tensors) {
        Map<String, HostTensor> host = new LinkedHashMap<>();
        tensors.forEach((name, t) -> host.put(name, download(t)));
        return host;
    }

    /** A host copy of one tensor. */
    public static HostTensor download(Tensor t) {
        return t.dtype() == DType.FLOAT64
                ? HostTensor.of(t.toDoubles(), t.shape().dims())
                : HostTensor.of(t.toFloats(), t.shape().dims());
    }

    /**
     * Writes host values into named tensors in place, converting element types.
     *
     * <p>Nothing is changed unless everything fits.
     *
     * @param what what the values came from, for messages: a file name, say
     * @throws IllegalArgumentException when names are missing or unexpected or shapes differ; the
     *     message lists them
     */
    public static void load(
            Map<String, Tensor> targets, Map<String, HostTensor> values, String what) {
        List<String> problems = new ArrayList<>();
        targets.forEach(
                (name, t) -> {
                    HostTensor v = values.get(name);
                    if (v == null) {
                        problems.add("missing " + name + " " + t.shape());
                    } else if (!Arrays.equals(v.shape(), t.shape().dims())) {
                        problems.add(
                                name
                                        + " has shape "
                                        + Arrays.toString(v.shape())
                                        + ", expected "
                                        + t.shape());
                    }
                });
        for (String name : values.keySet()) {
            if (!targets.containsKey(name)) {
                problems.add("unexpected " + name);
            }
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(
                    what
                            + " does not fit this network ("
                            + problems.size()
                            + " differences): "
                            + String.join("; ", problems.subList(0, Math.min(8, problems.size())))
                            + (problems.size() > 8 ? "; ..." : ""));
        }
        targets.forEach((name, t) -> upload(Objects.requireNonNull(values.get(name)), t));
    }

    private static void upload(HostTensor value, Tensor target) {
        try (Scope scope = Scope.open("load")) {
            Tensor v =
                    target.dtype() == DType.FLOAT64
                            ? Tensors.of(
                                    target.backend(),
                                    DType.FLOAT64,
                                    target.shape(),
                                    value.toDoubles())
                            : Tensors.of(
                                    target.backend(),
                                    target.dtype(),
                                    target.shape(),
                                    value.toFloats());
            new UpdateOp.CopyInto().apply(new Tensor[] {target}, v);
        }
    }
}
