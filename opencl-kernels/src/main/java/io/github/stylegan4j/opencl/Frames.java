package io.github.stylegan4j.opencl;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.array.View;

/** Launches the kernel that puts images into frames of zeros: {@code frame.cl}. */
final class Frames {
    private static final int LEAST = 8192;

    private final Device device;

    Frames(Device device) {
        this.device = device;
    }

    /**
     * A frame, and where an image goes in it.
     *
     * @param height rows of the frame
     * @param width columns of the frame
     * @param top row of the image's first row
     * @param left column of the image's first column
     */
    record Frame(int height, int width, int top, int left) {}

    /** Images in their frames; closing gives the memory back. */
    final class Framed implements AutoCloseable {
        private final View view;
        private final boolean owned;

        private Framed(View view, boolean owned) {
            this.view = view;
            this.owned = owned;
        }

        View view() {
            return view;
        }

        ClBuffer buffer() {
            return Device.buffer(view);
        }

        int offset() {
            return view.offset();
        }

        int stride(int axis) {
            return view.stride(axis);
        }

        @Override
        public void close() {
            if (owned) {
                device.memory().release(view.buffer());
            }
        }
    }

    /** Images [N, C, H, W] in frames; where they are, if the frame leaves them as they are. */
    Framed of(String what, View x, Frame f) {
        Shape s = x.shape();
        boolean asItIs = f.top() == 0 && f.left() == 0;
        if (asItIs && f.height() <= s.dim(2) && f.width() <= s.dim(3)) {
            return new Framed(x, false);
        }
        long rows = (long) s.dim(0) * s.dim(1) * f.height();
        ClBuffer buffer = device.scratch(x.dtype(), rows * f.width());
        Shape framed = Shape.of(s.dim(0), s.dim(1), f.height(), f.width());
        ClKernel kernel = device.programs().kernel("frame.cl", "frame", x.dtype(), "");
        int least = Math.max(1, LEAST / f.width());
        int chunk = (int) Math.max(least, (rows + device.pieces() - 1) / device.pieces());
        kernel.with((int) rows).with(chunk);
        kernel.with(s.dim(1)).with(s.dim(2)).with(s.dim(3)).with(f.height()).with(f.width());
        kernel.with(f.top()).with(f.left());
        kernel.with(Device.buffer(x)).with(x.offset());
        kernel.with(x.stride(0)).with(x.stride(1)).with(x.stride(2)).with(x.stride(3));
        kernel.with(buffer);
        if (device.coarse()) {
            device.runCoarse(kernel, what, rows, chunk);
        } else {
            device.runFine(kernel, what, rows * f.width());
        }
        return new Framed(View.contiguous(buffer, framed), true);
    }
}
