package io.github.stylegan4j.opencl;

import io.github.stylegan4j.array.View;
import java.util.ArrayList;
import java.util.List;

/**
 * Launches kernels of {@code many.cl}, each over eight tensors at once: what is done to many small
 * tensors costs an eighth of the launches.
 */
final class ManyTensors {
    private static final String FILE = "many.cl";

    /** Tensors of one launch; all their arguments must fit in the 1024 bytes of OpenCL 1.2. */
    static final int SLOTS = 8;

    private static final int COARSE_CHUNK = 4096;
    private static final int TILED_CHUNK = 1024;
    private static final int GROUP = 256;
    private static final long[] ALONE = {1};
    private static final long[] TOGETHER = {GROUP};

    private final Device device;
    private final MapKernels maps;

    ManyTensors(Device device, MapKernels maps) {
        this.device = device;
        this.maps = maps;
    }

    /** Hands a kernel what stands between the chunk and the slots. */
    @FunctionalInterface
    interface Constants {
        /**
         * Sets the arguments.
         *
         * @param firstPiece how many pieces the launches before had
         */
        void set(ClKernel kernel, int firstPiece);
    }

    /** A kernel of the file. */
    ClKernel kernel(String name, View like, String define) {
        String group = device.coarse() ? "" : "#define GROUP " + GROUP + "\n";
        return device.programs().kernel(FILE, name, like.dtype(), define + group);
    }

    /** How many pieces tensors are cut into. */
    int pieces(View[] tensors) {
        int chunk = chunk(tensors);
        int pieces = 0;
        for (View t : tensors) {
            pieces = Math.addExact(pieces, pieces(t, chunk));
        }
        return pieces;
    }

    /**
     * Runs a kernel over lists of operands.
     *
     * @param what the operation, for messages
     * @param define what the kernel is compiled for, a line
     * @param constants sets what the kernel needs beside the tensors
     * @param operands lists of equal length: the operands of tensor i stand at i, in the order of
     *     the kernel's; those that are not contiguous are copied and must not be changed
     */
    void run(String what, String define, Constants constants, View[]... operands) {
        int chunk = chunk(operands[0]);
        List<Contiguous> held = new ArrayList<>();
        try {
            List<View[]> tensors = new ArrayList<>();
            for (int i = 0; i < operands[0].length; i++) {
                if (operands[0][i].size() > 0) {
                    tensors.add(operandsOf(i, what, operands, held));
                }
            }
            int before = 0;
            for (int from = 0; from < tensors.size(); from += SLOTS) {
                int end = Math.min(tensors.size(), from + SLOTS);
                ClKernel kernel = kernel("many", operands[0][0], define);
                constants.set(kernel.with(chunk), before);
                before += launch(what, kernel, chunk, tensors.subList(from, end));
            }
        } finally {
            held.forEach(Contiguous::close);
        }
    }

    private View[] operandsOf(int tensor, String what, View[][] operands, List<Contiguous> held) {
        View[] dense = new View[operands.length];
        for (int i = 0; i < dense.length; i++) {
            Contiguous c = Contiguous.whole(device, maps, what, operands[i][tensor]);
            held.add(c);
            dense[i] = c.view();
        }
        return dense;
    }

    /** Fills the slots with up to eight tensors; gives the number of their pieces. */
    private int launch(String what, ClKernel kernel, int chunk, List<View[]> tensors) {
        int pieces = 0;
        for (int slot = 0; slot < SLOTS; slot++) {
            boolean used = slot < tensors.size();
            View[] operands = tensors.get(used ? slot : 0);
            kernel.with(used ? pieces : Integer.MAX_VALUE).with(operands[0].size());
            for (View operand : operands) {
                kernel.with(Device.buffer(operand)).with(operand.offset());
            }
            pieces += used ? pieces(operands[0], chunk) : 0;
        }
        kernel.run(what, device.coarse() ? ALONE : TOGETHER, pieces);
        return pieces;
    }

    private static int pieces(View tensor, int chunk) {
        return (int) (((long) tensor.size() + chunk - 1) / chunk);
    }

    /** Elements of a piece: so many that there are pieces enough for the device and not more. */
    private int chunk(View[] tensors) {
        if (!device.coarse()) {
            return TILED_CHUNK;
        }
        long elements = 0;
        for (View t : tensors) {
            elements += t.size();
        }
        int launches = (tensors.length + SLOTS - 1) / SLOTS;
        return device.chunk(elements / launches, COARSE_CHUNK);
    }
}
