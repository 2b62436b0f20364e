package io.github.stylegan4j.opencl;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.array.View;
import io.github.stylegan4j.tensor.fused.StyledAct;
import io.github.stylegan4j.tensor.fused.StyledActGrad;
import java.util.Arrays;

/** Launches the epilogue of a generator's layer and its gradients: {@code styled_act.cl}. */
final class StyledKernels {
    private static final String FILE = "styled_act.cl";

    /** Elements a work-item should have at least. */
    private static final int LEAST = 4096;

    /** Planes beyond this many elements get larger work-groups. */
    private static final int LARGE_PLANE = 1024;

    private static final int LARGE_GROUP = 256;
    private static final int SMALL_GROUP = 64;

    /** Elements of the vectors that the coarse kernels store. */
    private static final int VECTOR = 16;

    private static final int BIAS = 1;
    private static final int STYLE = 2;
    private static final int NOISE = 3;
    private static final int STRENGTH = 4;

    private final Device device;
    private final MapKernels maps;

    StyledKernels(Device device, MapKernels maps) {
        this.device = device;
        this.maps = maps;
    }

    void forward(StyledAct op, View[] in, View[] out) {
        try (Inputs x = new Inputs(op.name(), in)) {
            ClKernel kernel = x.begin("styled_act", "", op.slope(), op.epsilon(), out[0]);
            x.launch(kernel.with(Device.buffer(out[0])).with(out[0].offset()));
        }
    }

    void gradients(StyledActGrad op, View[] in, View[] out) {
        View[] rest = Arrays.copyOfRange(in, 1, in.length);
        try (Inputs x = new Inputs(op.name(), rest);
                Contiguous g = Contiguous.planes(device, maps, op.name(), in[0])) {
            String defines = "#define GRAD\n";
            ClKernel kernel = x.begin("styled_act_grad", defines, op.slope(), op.epsilon(), out[0]);
            g.with(kernel);
            for (View y : out) {
                kernel.with(Device.buffer(y)).with(y.offset());
            }
            x.launch(kernel);
        }
    }

    /** The inputs of the epilogue, as its kernels read them. */
    private final class Inputs implements AutoCloseable {
        private final String what;
        private final View[] in;
        private final Contiguous x;
        private final Contiguous noise;

        Inputs(String what, View[] in) {
            this.what = what;
            this.in = in;
            x = Contiguous.planes(device, maps, what, in[0]);
            noise = hasNoise() ? Contiguous.planes(device, maps, what, in[NOISE]) : x;
        }

        private boolean hasNoise() {
            return in.length > NOISE;
        }

        private Shape shape() {
            return x.view().shape();
        }

        private int planes() {
            return shape().dim(0) * shape().dim(1);
        }

        ClKernel begin(String name, String more, double slope, double epsilon, View y) {
            String defines = more + (hasNoise() ? "#define NOISE\n" : "");
            if (!device.coarse()) {
                defines += "#define GROUP " + group() + "\n";
            } else {
                defines += Device.STREAM;
            }
            boolean past = device.streams(y) && (shape().dim(2) | y.offset()) % VECTOR == 0;
            ClKernel kernel = device.programs().kernel(FILE, name, y.dtype(), defines);
            kernel.with(planes())
                    .with(chunk())
                    .with(past ? 1 : 0)
                    .with(shape().dim(1))
                    .with(shape().dim(2));
            kernel.with(epsilon, y.dtype()).with(slope, y.dtype());
            x.with(kernel);
            vector(kernel, in[BIAS]);
            kernel.with(Device.buffer(in[STYLE])).with(in[STYLE].offset());
            kernel.with(in[STYLE].stride(0)).with(in[STYLE].stride(1));
            if (hasNoise()) {
                View z = noise.view();
                kernel.with(Device.buffer(z)).with(z.offset());
                kernel.with(z.shape().dim(0) == 1 ? 0 : z.stride(0));
                vector(kernel, in[STRENGTH]);
            }
            return kernel;
        }

        private static void vector(ClKernel kernel, View v) {
            kernel.with(Device.buffer(v)).with(v.offset()).with(v.stride(0));
        }

        void launch(ClKernel kernel) {
            if (device.coarse()) {
                device.runCoarse(kernel, what, planes(), chunk());
            } else {
                kernel.run(what, new long[] {group()}, planes());
            }
        }

        private int group() {
            return shape().dim(2) > LARGE_PLANE ? LARGE_GROUP : SMALL_GROUP;
        }

        private int chunk() {
            int even = (planes() + device.pieces() - 1) / device.pieces();
            return Math.max(even, LEAST / shape().dim(2) + 1);
        }

        @Override
        public void close() {
            if (hasNoise()) {
                noise.close();
            }
            x.close();
        }
    }
}
