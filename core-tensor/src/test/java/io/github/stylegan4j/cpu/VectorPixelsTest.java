package io.github.stylegan4j.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.stylegan4j.io.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Rows go into blocks and come back from them alike, whether squares are turned or elements are
 * taken one by one: which of them is done depends on the version of Java.
 */
class VectorPixelsTest {
    private static final int IMAGES = 2;
    private static final int HEIGHT = 3;
    private static final int AT = 5;
    private static final float BEYOND = 7f;

    private final RandomGenerator random = Seeds.random("VectorPixelsTest");

    @BeforeEach
    void needVectors() {
        assumeTrue(CpuKernelSet.VECTOR.isAvailable());
    }

    /** Ways that exist with this processor's vectors. */
    private static List<Boolean> ways() {
        return VectorKernels.LANES == VectorTurn.EDGE ? List.of(false, true) : List.of(false);
    }

    /** Images of widths around whole squares, whose last block of channels is full or not. */
    private List<VectorPixels.Planes> images() {
        List<VectorPixels.Planes> all = new ArrayList<>();
        int lanes = VectorKernels.LANES;
        for (int width : new int[] {1, 15, 16, 17, 33, 48}) {
            for (int channels : new int[] {lanes - 1, lanes, lanes + 1}) {
                float[] data = numbers(AT + IMAGES * channels * HEIGHT * width);
                all.add(new VectorPixels.Planes(data, AT, channels, HEIGHT, width));
            }
        }
        return all;
    }

    private float[] numbers(int n) {
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = random.nextFloat() - 0.5f;
        }
        return x;
    }

    private static float[] beyond(int n) {
        float[] x = new float[n];
        Arrays.fill(x, BEYOND);
        return x;
    }

    @Test
    void everyPixelIsRead() {
        for (VectorPixels.Planes p : images()) {
            for (int left : new int[] {-1, 0}) {
                for (int width : new int[] {p.w(), p.w() + 2, p.w() + 7}) {
                    for (int channel = 0; channel < p.channels(); channel += VectorKernels.LANES) {
                        read(p, channel, left, width);
                    }
                }
            }
        }
    }

    private static void read(VectorPixels.Planes p, int channel, int left, int width) {
        int lanes = VectorKernels.LANES;
        int rows = HEIGHT + 2;
        float[] expected = beyond(rows * width * lanes + 3);
        for (int i = 0; i < rows * width * lanes; i++) {
            int c = channel + i % lanes;
            int column = left + i / lanes % width;
            int row = i / lanes / width - 1;
            boolean there =
                    c < p.channels() && column >= 0 && column < p.w() && row >= 0 && row < p.h();
            expected[i] = there ? p.data()[index(p, c, row, column)] : 0f;
        }
        for (boolean turn : ways()) {
            float[] block = beyond(expected.length);
            VectorPixels.read(p, IMAGES - 1, channel, -1, left, rows, width, block, turn);
            assertArrayEquals(expected, block, what(p, channel, width, turn) + ", left " + left);
        }
    }

    @Test
    void everyPixelIsWritten() {
        for (VectorPixels.Planes p : images()) {
            for (int left = 0; left < Math.min(2, p.w()); left++) {
                for (int width : new int[] {p.w() - left, p.w() + 3}) {
                    for (int channel = 0; channel < p.channels(); channel += VectorKernels.LANES) {
                        write(p, channel, width, new VectorPixels.Lines(0, 1, HEIGHT + 1, left));
                        write(p, channel, width, new VectorPixels.Lines(1, 2, 1, left));
                    }
                }
            }
        }
    }

    private void write(VectorPixels.Planes p, int channel, int width, VectorPixels.Lines lines) {
        int lanes = VectorKernels.LANES;
        float[] block = numbers(lines.count() * width * lanes);
        float[] expected = beyond(p.data().length);
        for (int i = 0; i < block.length; i++) {
            int c = channel + i % lanes;
            int column = lines.left() + i / lanes % width;
            int row = lines.top() + i / lanes / width * lines.step();
            if (c < p.channels() && column < p.w() && row < p.h()) {
                expected[index(p, c, row, column)] = block[i];
            }
        }
        for (boolean turn : ways()) {
            float[] y = beyond(expected.length);
            VectorPixels.Planes to = new VectorPixels.Planes(y, p.at(), p.channels(), p.h(), p.w());
            VectorPixels.write(block.clone(), width, to, IMAGES - 1, channel, lines, turn);
            assertArrayEquals(expected, y, what(p, channel, width, turn) + ", " + lines);
        }
    }

    /** Where an element of the last image is. */
    private static int index(VectorPixels.Planes p, int channel, int row, int column) {
        int plane = (IMAGES - 1) * p.channels() + channel;
        return p.at() + (plane * p.h() + row) * p.w() + column;
    }

    private static String what(VectorPixels.Planes p, int channel, int width, boolean turn) {
        return (turn ? "squares" : "elements")
                + " of "
                + p.channels()
                + " channels from "
                + channel
                + ", "
                + p.w()
                + " columns, a block of "
                + width;
    }
}
