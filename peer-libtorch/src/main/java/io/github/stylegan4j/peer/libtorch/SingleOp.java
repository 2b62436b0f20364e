package io.github.stylegan4j.peer.libtorch;

import io.github.stylegan4j.io.HostTensor;
import io.github.stylegan4j.train.bench.Work;
import io.github.stylegan4j.train.bench.WorkSpec;
import java.util.Map;
import org.bytedeco.javacpp.BoolPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongArrayRefOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.T_TensorTensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** A matrix product or one of the three convolutions. */
final class SingleOp implements Work {
    private static final long KERNEL = 3;

    private final WorkSpec spec;
    private final TensorsOfHost inputs;

    /** What a gradient with respect to the other operand reads: only its shape. */
    private final Tensor shapeOnly;

    SingleOp(WorkSpec spec, TensorsOfHost inputs) {
        this.spec = spec;
        this.inputs = inputs;
        long c = spec.channels();
        shapeOnly =
                switch (spec.kind()) {
                    case CONV_BY_IMAGES ->
                            inputs.inLayout(torch.zeros(spec.batch(), c, spec.size(), spec.size()));
                    case CONV_BY_WEIGHTS -> inputs.inLayout(torch.zeros(c, c, KERNEL, KERNEL));
                    default -> new Tensor();
                };
    }

    @Override
    public Map<String, HostTensor> outputs() {
        try (PointerScope scope = new PointerScope();
                NoGradGuard off = new NoGradGuard()) {
            return Map.of("y", TensorsOfHost.download(compute()));
        }
    }

    @Override
    public void run() {
        try (PointerScope scope = new PointerScope();
                NoGradGuard off = new NoGradGuard()) {
            compute();
        }
    }

    private Tensor compute() {
        return switch (spec.kind()) {
            case MATMUL -> torch.mm(inputs.get("a"), inputs.get("b"));
            case CONV_FORWARD -> Ops.conv(inputs.get("x"), inputs.get("w"), 1, 1);
            case CONV_BY_IMAGES ->
                    backward(inputs.get("g"), shapeOnly, inputs.get("w"), true, false).get0();
            case CONV_BY_WEIGHTS ->
                    backward(inputs.get("g"), inputs.get("x"), shapeOnly, false, true).get1();
            default -> throw new IllegalArgumentException(spec + " is not a single operation");
        };
    }

    private static T_TensorTensorTensor_T backward(
            Tensor g, Tensor x, Tensor w, boolean byImages, boolean byWeights) {
        BoolPointer wanted = new BoolPointer(3);
        wanted.put(0, byImages).put(1, byWeights).put(2, false);
        long[] one = {1, 1};
        return torch.convolution_backward(
                g, x, w, new LongArrayRefOptional(), one, one, one, false, new long[2], 1, wanted);
    }

    @Override
    public void close() {}
}
