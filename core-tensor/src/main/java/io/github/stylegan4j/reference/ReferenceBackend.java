package io.github.stylegan4j.reference;

import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.array.View;
import io.github.stylegan4j.host.HostBackend;
import io.github.stylegan4j.spi.BackendOptions;
import io.github.stylegan4j.spi.KernelTable;
import io.github.stylegan4j.spi.OpSpec;

/**
 * Computes every primitive by its definition, in double precision and on the calling thread.
 *
 * <p>Single-precision tensors are computed in double and rounded when stored. Fused operations have
 * no kernels here: they run as their references. Meant for checking gradients and other backends;
 * it is far too slow to train with.
 */
public final class ReferenceBackend extends HostBackend {
    /** The identifier of the only device of this kind. */
    public static final String ID = "reference";

    private final KernelTable kernels = ReferenceKernels.table();

    /** A backend in double precision. */
    public ReferenceBackend() {
        this(BackendOptions.defaults());
    }

    /** A backend whose tensors have the element type of the options unless one is named. */
    public ReferenceBackend(BackendOptions options) {
        super(ID, options.dtype().orElse(DType.FLOAT64));
    }

    @Override
    public String description() {
        return ReferenceProvider.NAME;
    }

    @Override
    public boolean supports(OpSpec op, DType dtype) {
        return kernels.has(op.getClass());
    }

    @Override
    public void run(OpSpec op, View[] inputs, View[] outputs) {
        kernels.run(op, inputs, outputs);
    }
}
