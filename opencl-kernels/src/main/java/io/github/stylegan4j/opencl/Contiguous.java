package io.github.stylegan4j.opencl;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.array.View;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An input seen as [samples, channels, size], copied to memory of its own if its strides do not
 * allow that. Closing gives the memory back.
 */
final class Contiguous implements AutoCloseable {
    private final Device device;
    private final View view;
    private final boolean owned;

    private Contiguous(Device device, View view, boolean owned) {
        this.device = device;
        this.view = view;
        this.owned = owned;
    }

    /** The input with rows and columns merged, side by side in memory. */
    static Contiguous planes(Device device, MapKernels maps, String what, View x) {
        View merged = merge(x, 2);
        return merged != null && (merged.stride(2) == 1 || merged.shape().dim(2) == 1)
                ? new Contiguous(device, merged, false)
                : copy(device, maps, what, x, 2);
    }

    /** The input with all axes but the first merged, side by side in memory: [samples, 1, size]. */
    static Contiguous samples(Device device, MapKernels maps, String what, View x) {
        View merged = merge(x, 1);
        return merged != null && (merged.stride(2) == 1 || merged.shape().dim(2) == 1)
                ? new Contiguous(device, merged, false)
                : copy(device, maps, what, x, 1);
    }

    /** The input with all axes from the third on merged, any distance apart. */
    static Contiguous pixels(Device device, MapKernels maps, String what, View x) {
        View merged = merge(x, 2);
        return merged != null
                ? new Contiguous(device, merged, false)
                : copy(device, maps, what, x, 2);
    }

    /** All elements, row-major. */
    static Contiguous whole(Device device, MapKernels maps, String what, View x) {
        return x.isContiguous() ? new Contiguous(device, x, false) : copy(device, maps, what, x, 0);
    }

    private static Contiguous copy(Device device, MapKernels maps, String what, View x, int kept) {
        View own = View.contiguous(device.scratch(x.dtype(), x.size()), x.shape());
        maps.copy(what, x, own);
        return new Contiguous(
                device, kept == 0 ? own : Objects.requireNonNull(merge(own, kept)), true);
    }

    /** The view with the axes after the first {@code kept} as one, or null if they are not. */
    private static @Nullable View merge(View x, int kept) {
        Shape s = x.shape();
        int size = 1;
        int stride = 1;
        for (int axis = s.rank() - 1; axis >= kept; axis--) {
            int d = s.dim(axis);
            if (d == 1) {
                continue;
            }
            if (size > 1 && x.stride(axis) != stride * size) {
                return null;
            }
            stride = size == 1 ? x.stride(axis) : stride;
            size *= d;
        }
        Shape merged = Shape.of(s.dim(0), kept == 2 ? s.dim(1) : 1, size);
        int[] strides = {x.stride(0), kept == 2 ? x.stride(1) : 0, stride};
        return new View(x.buffer(), merged, strides, x.offset());
    }

    View view() {
        return view;
    }

    /** Hands buffer, offset and the strides of the first two axes to a kernel. */
    ClKernel with(ClKernel kernel) {
        return kernel.with(Device.buffer(view))
                .with(view.offset())
                .with(view.stride(0))
                .with(view.stride(1));
    }

    @Override
    public void close() {
        if (owned) {
            device.memory().release(view.buffer());
        }
    }
}
