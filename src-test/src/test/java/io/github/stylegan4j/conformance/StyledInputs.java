package io.github.stylegan4j.conformance;

import java.util.ArrayList;
import java.util.List;

/**
 * Inputs of a generator layer's epilogue, with and without noise; all sums before the kink are odd
 * multiples of 1/16.
 *
 * @param slope the activation's slope below 0
 * @param operands x, bias, style and perhaps noise and strength
 */
record StyledInputs(double slope, Operand... operands) {
    /**
     * Without the activation a bias has no effect: its gradient is a sum of n numbers that is 0.
     */
    private static final int LARGEST_LINEAR_PLANE = 100;

    static List<StyledInputs> of(int[] dims) {
        int n = dims[0];
        int c = dims[1];
        Operand x = Operand.of(Domain.OFF_GRID, dims);
        Operand channels = Operand.of(Domain.ON_GRID, c);
        Operand style = Operand.normal(n, 2 * c);
        List<StyledInputs> all = new ArrayList<>();
        for (double slope : new double[] {0.2, 1, 1.5}) {
            if (slope == 1 && dims[2] * dims[3] > LARGEST_LINEAR_PLANE) {
                continue;
            }
            all.add(new StyledInputs(slope, x, channels, style));
            for (int each : n == 1 ? new int[] {1} : new int[] {1, n}) {
                Operand noise = Operand.of(Domain.SIGNS, each, 1, dims[2], dims[3]);
                all.add(new StyledInputs(slope, x, channels, style, noise, channels));
            }
        }
        return all;
    }
}
