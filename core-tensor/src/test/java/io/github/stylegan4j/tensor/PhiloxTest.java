package io.github.stylegan4j.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.io.Seeds;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class PhiloxTest {
    private static int[] block(long seed, long stream, long block) {
        int[] out = new int[4];
        Philox.block(seed, stream, block, out);
        return out;
    }

    /** The vectors for philox4x32, 10 rounds, in the file kat_vectors of Random123. */
    @Test
    void blocksEqualTheKnownAnswersOfTheAuthors() {
        assertArrayEquals(
                new int[] {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}, block(0, 0, 0));
        assertArrayEquals(
                new int[] {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}, block(-1, -1, -1));
        // Digits of pi as little-endian word pairs: counter 243f6a88 85a308d3 13198a2e 03707344.
        assertArrayEquals(
                new int[] {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1},
                block(0x299f31d0a4093822L, 0x0370734413198a2eL, 0x85a308d3243f6a88L));
    }

    @Test
    void uniformsCoverTheHalfOpenUnitInterval() {
        assertEquals(0f, Philox.uniform(0));
        assertEquals(1 - 0x1p-24f, Philox.uniform(-1));
        assertEquals(0.5f, Philox.uniform(1 << 31));
    }

    @Test
    void aRunMayBeCutAnywhere() {
        RandomGenerator random = Seeds.random("PhiloxTest");
        float[] uniforms = new float[101];
        double[] normals = new double[101];
        Philox.uniform(5, 6, 40, uniforms, 0, 101);
        Philox.normal(5, 6, 40, normals, 0, 101);
        for (int i = 0; i < 20; i++) {
            int from = random.nextInt(0, 101);
            int count = random.nextInt(0, 101 - from + 1);
            float[] u = new float[101];
            double[] n = new double[101];
            Philox.uniform(5, 6, 40 + from, u, from, count);
            Philox.normal(5, 6, 40 + from, n, from, count);
            for (int k = from; k < from + count; k++) {
                assertEquals(uniforms[k], u[k]);
                assertEquals(normals[k], n[k]);
            }
        }
    }

    @Test
    void momentsAreThoseOfTheDistributions() {
        int count = 400_000;
        float[] u = new float[count];
        double[] n = new double[count];
        Philox.uniform(11, 0, 0, u, 0, count);
        Philox.normal(11, 0, 0, n, 0, count);
        double[] power = new double[4];
        double uMean = 0;
        double uSquare = 0;
        for (int i = 0; i < count; i++) {
            uMean += u[i] / count;
            uSquare += u[i] * (double) u[i] / count;
            for (int p = 0; p < 4; p++) {
                power[p] += Math.pow(n[i], p + 1) / count;
            }
        }
        // Bounds of five standard errors: sqrt(Var(x^p) / count), Var = 1, 2, 15, 96 for p = 1..4.
        double error = 5 / Math.sqrt(count);
        assertEquals(0.5, uMean, error * Math.sqrt(1.0 / 12));
        assertEquals(1.0 / 3, uSquare, error * Math.sqrt(4.0 / 45));
        assertEquals(0, power[0], error);
        assertEquals(1, power[1], error * Math.sqrt(2));
        assertEquals(0, power[2], error * Math.sqrt(15));
        assertEquals(3, power[3], error * Math.sqrt(96));
    }

    @Test
    void theRarestWordsStillGiveFiniteNormals() {
        assertTrue(Double.isFinite(Philox.normal(0, 0, false)));
        assertTrue(Math.abs(Philox.normal(-1, -1, true)) < 1e-6, "radius near 0");
    }
}
