package io.github.stylegan4j.peer.libtorch;

import io.github.stylegan4j.io.HostTensor;
import io.github.stylegan4j.train.bench.Layout;
import io.github.stylegan4j.train.bench.Peer;
import io.github.stylegan4j.train.bench.Work;
import io.github.stylegan4j.train.bench.WorkSpec;
import java.util.Map;
import org.bytedeco.pytorch.global.torch;

/** libtorch, the C++ library below PyTorch. */
public final class Libtorch implements Peer {
    /** For the service loader. */
    public Libtorch() {}

    static {
        // The binding refuses to hold more than twice the Java heap, in which libtorch has nothing.
        System.setProperty("org.bytedeco.javacpp.maxPhysicalBytes", "0");
    }

    @Override
    public String name() {
        return "libtorch";
    }

    @Override
    public Work open(WorkSpec spec, Layout layout, int threads, Map<String, HostTensor> inputs) {
        torch.set_num_threads(threads);
        TensorsOfHost tensors = new TensorsOfHost(layout, inputs);
        return switch (spec.kind()) {
            case MATMUL, CONV_FORWARD, CONV_BY_IMAGES, CONV_BY_WEIGHTS ->
                    new SingleOp(spec, tensors);
            case CHAIN -> new Chain(tensors);
            case STEP -> new Step(spec, tensors);
            case GENERATE -> new Generate(spec, tensors);
        };
    }
}
