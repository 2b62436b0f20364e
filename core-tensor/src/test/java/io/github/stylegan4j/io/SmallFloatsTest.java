package io.github.stylegan4j.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class SmallFloatsTest {
    private interface Decoder {
        float decode(short bits);
    }

    private interface Encoder {
        short encode(double value);
    }

    @Test
    void everyHalfSurvivesTheRoundTrip() {
        roundTrip(SmallFloats::halfToFloat, SmallFloats::halfBits);
    }

    @Test
    void everyBfloatSurvivesTheRoundTrip() {
        roundTrip(SmallFloats::bfloatToFloat, SmallFloats::bfloatBits);
    }

    private static void roundTrip(Decoder decoder, Encoder encoder) {
        for (int bits = 0; bits < 1 << 16; bits++) {
            float value = decoder.decode((short) bits);
            short back = encoder.encode(value);
            if (Float.isNaN(value)) {
                assertTrue(Float.isNaN(decoder.decode(back)));
            } else {
                assertEquals((short) bits, back, "value " + value);
            }
        }
    }

    @Test
    void knownHalves() {
        assertEquals(1f, SmallFloats.halfToFloat((short) 0x3c00));
        assertEquals(-2f, SmallFloats.halfToFloat((short) 0xc000));
        assertEquals(65504f, SmallFloats.halfToFloat((short) 0x7bff));
        assertEquals(0x1p-24f, SmallFloats.halfToFloat((short) 1));
        assertEquals(Float.POSITIVE_INFINITY, SmallFloats.halfToFloat((short) 0x7c00));
        assertEquals((short) 0x7c00, SmallFloats.halfBits(65520));
        assertEquals((short) 0x7bff, SmallFloats.halfBits(Math.nextDown(65520.0)));
        assertEquals((short) 0x8000, SmallFloats.halfBits(-0.0));
        assertEquals((short) 0xfc00, SmallFloats.halfBits(Double.NEGATIVE_INFINITY));
    }

    @Test
    void halvesRoundToTheNearestNeighbour() {
        nearest(SmallFloats::halfToFloat, SmallFloats::halfBits, 0x7bff);
    }

    @Test
    void bfloatsRoundToTheNearestNeighbour() {
        nearest(SmallFloats::bfloatToFloat, SmallFloats::bfloatBits, 0x7f7f);
    }

    /** Between two neighbours: the nearer one, and the one with an even last bit at the middle. */
    private static void nearest(Decoder decoder, Encoder encoder, int largest) {
        RandomGenerator random = Seeds.random("nearest");
        for (int bits = 0; bits < largest; bits++) {
            double low = decoder.decode((short) bits);
            double high = decoder.decode((short) (bits + 1));
            double middle = (low + high) / 2;
            int even = bits % 2 == 0 ? bits : bits + 1;
            assertEquals((short) even, encoder.encode(middle));
            assertEquals((short) bits, encoder.encode(Math.nextDown(middle)));
            assertEquals((short) (bits + 1), encoder.encode(Math.nextUp(middle)));
            double inside = low + (high - low) * random.nextDouble();
            int expected = inside < middle ? bits : inside > middle ? bits + 1 : even;
            assertEquals((short) expected, encoder.encode(inside));
            assertEquals((short) (0x8000 | expected), encoder.encode(-inside));
        }
    }
}
