package io.github.stylegan4j.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An object that holds tensors and may be the result of {@link Scope#run}. */
@FunctionalInterface
public interface Escaping {
    /** The tensors that must outlive the scope. */
    Iterable<Tensor> escaping();

    /** All tensors in a result; see {@link Scope#run} for what is looked into. */
    static List<Tensor> tensorsIn(Object result) {
        List<Tensor> found = new ArrayList<>();
        collect(result, found);
        return found;
    }

    private static void collect(Object o, List<Tensor> found) {
        if (o instanceof Tensor t) {
            found.add(t);
        } else if (o instanceof Escaping e) {
            e.escaping().forEach(found::add);
        } else if (o instanceof Map<?, ?> m) {
            m.values().forEach(v -> collect(v, found));
        } else if (o instanceof Iterable<?> i && !(o instanceof java.nio.file.Path)) {
            i.forEach(v -> collect(v, found));
        } else if (o instanceof Object[] a) {
            for (Object v : a) {
                collect(v, found);
            }
        } else if (o instanceof Optional<?> p) {
            p.ifPresent(v -> collect(v, found));
        }
    }
}
