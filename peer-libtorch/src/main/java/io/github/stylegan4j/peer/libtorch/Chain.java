package io.github.stylegan4j.peer.libtorch;

import io.github.stylegan4j.io.HostTensor;
import io.github.stylegan4j.train.bench.Work;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** A generator layer's epilogue forward and backward. */
final class Chain implements Work {
    private static final List<String> TRACKED = List.of("x", "strength", "bias", "scale", "shift");

    private final TensorsOfHost inputs;

    Chain(TensorsOfHost inputs) {
        this.inputs = inputs;
        TRACKED.forEach(name -> inputs.get(name).requires_grad_(true));
    }

    @Override
    public Map<String, HostTensor> outputs() {
        try (PointerScope scope = new PointerScope()) {
            Map<String, HostTensor> results = new LinkedHashMap<>();
            Tensor y = forward();
            results.put("y", TensorsOfHost.download(y));
            TensorVector gradients = backward(y);
            for (int i = 0; i < TRACKED.size(); i++) {
                results.put("grad." + TRACKED.get(i), TensorsOfHost.download(gradients.get(i)));
            }
            return results;
        }
    }

    @Override
    public void run() {
        try (PointerScope scope = new PointerScope()) {
            backward(forward());
        }
    }

    private Tensor forward() {
        return Ops.epilogue(
                inputs.get("x"),
                inputs.get("z"),
                inputs.get("strength"),
                inputs.get("bias"),
                inputs.get("scale"),
                inputs.get("shift"));
    }

    private TensorVector backward(Tensor y) {
        Tensor[] by = TRACKED.stream().map(inputs::get).toArray(Tensor[]::new);
        return torch.grad(
                new TensorVector(y),
                new TensorVector(by),
                new TensorVector(inputs.get("g")),
                new BoolOptional(),
                false,
                false);
    }

    @Override
    public void close() {}
}
