package io.github.stylegan4j.peer.libtorch;

import io.github.stylegan4j.io.HostTensor;
import io.github.stylegan4j.train.bench.Layout;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** libtorch's copies of host tensors; images and kernels in the layout that is measured. */
final class TensorsOfHost {
    private static final int IMAGES = 4;

    private final Layout layout;
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();

    TensorsOfHost(Layout layout, Map<String, HostTensor> inputs) {
        this.layout = layout;
        inputs.forEach((name, t) -> tensors.put(name, upload(t)));
    }

    private Tensor upload(HostTensor host) {
        long[] shape = Arrays.stream(host.shape()).asLongStream().toArray();
        try (FloatPointer values = new FloatPointer(host.toFloats())) {
            return inLayout(torch.from_blob(values, shape).clone());
        }
    }

    /** The tensor in the measured layout, if it has images' rank. */
    Tensor inLayout(Tensor t) {
        return layout == Layout.CHANNELS_LAST && t.dim() == IMAGES
                ? t.contiguous(torch.MemoryFormat.ChannelsLast)
                : t;
    }

    Tensor get(String name) {
        Tensor t = tensors.get(name);
        if (t == null) {
            throw new IllegalArgumentException(
                    "There is no tensor '" + name + "' among " + tensors.keySet());
        }
        return t;
    }

    /** Those whose names begin with a prefix, by the rest of the name. */
    Map<String, Tensor> below(String prefix) {
        Map<String, Tensor> found = new LinkedHashMap<>();
        tensors.forEach(
                (name, t) -> {
                    if (name.startsWith(prefix)) {
                        found.put(name.substring(prefix.length()), t);
                    }
                });
        return found;
    }

    /** A host copy. */
    static HostTensor download(Tensor t) {
        try (PointerScope scope = new PointerScope()) {
            Tensor dense = t.detach().contiguous();
            float[] values = new float[(int) dense.numel()];
            new FloatPointer(dense.data_ptr()).get(values);
            int[] shape = new int[(int) dense.dim()];
            for (int i = 0; i < shape.length; i++) {
                shape[i] = (int) dense.size(i);
            }
            return HostTensor.of(values, shape);
        }
    }
}
