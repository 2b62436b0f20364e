package io.github.stylegan4j.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class HostTensorTest {
    @Test
    void factoriesKeepValuesAndShape() {
        HostTensor floats = HostTensor.of(new float[] {1.5f, -2, 0, 3, 4, 5}, 2, 3);
        assertEquals("F32[2, 3]", floats.toString());
        assertArrayEquals(new int[] {2, 3}, floats.shape());
        assertArrayEquals(new float[] {1.5f, -2, 0, 3, 4, 5}, floats.toFloats());
        assertArrayEquals(new double[] {1.5, -2, 0, 3, 4, 5}, floats.toDoubles());

        assertArrayEquals(
                new double[] {Math.PI}, HostTensor.of(new double[] {Math.PI}).toDoubles());
        assertArrayEquals(
                new long[] {Long.MIN_VALUE, 7},
                HostTensor.of(new long[] {Long.MIN_VALUE, 7}, 2).toLongs());
        assertArrayEquals(new long[] {-1, 2}, HostTensor.of(new int[] {-1, 2}, 1, 2).toLongs());
        assertArrayEquals(new long[] {255, 0}, HostTensor.of(new byte[] {-1, 0}, 2).toLongs());
        assertEquals(0, HostTensor.of(new float[0], 3, 0, 2).elementCount());
    }

    @Test
    void unsignedTypesAreReadUnsigned() {
        byte[] ones = new byte[8];
        Arrays.fill(ones, (byte) -1);
        assertEquals(65535, one(ElementType.U16, ones).toLongs()[0]);
        assertEquals(-1, one(ElementType.I16, ones).toLongs()[0]);
        assertEquals(4294967295L, one(ElementType.U32, ones).toLongs()[0]);
        assertEquals(-1, one(ElementType.I8, ones).toLongs()[0]);
        assertEquals(1, one(ElementType.BOOL, ones).toLongs()[0]);
        assertEquals(0x1p64, one(ElementType.U64, ones).toDoubles()[0]);
        assertEquals(0x1p64f, one(ElementType.U64, ones).toFloats()[0]);
        assertThrows(ArithmeticException.class, () -> one(ElementType.U64, ones).toLongs());
    }

    private static HostTensor one(ElementType type, byte[] bytes) {
        return HostTensor.wrap(type, ByteBuffer.wrap(bytes, 0, type.bytes()));
    }

    @Test
    void largeIntegersAreRoundedOnce() {
        RandomGenerator random = Seeds.random("largeIntegersAreRoundedOnce");
        for (int i = 0; i < 1000; i++) {
            long bits = random.nextLong();
            byte[] bytes = ByteBuffer.allocate(8).putLong(Long.reverseBytes(bits)).array();
            BigInteger unsigned = new BigInteger(Long.toUnsignedString(bits));
            assertEquals(unsigned.doubleValue(), one(ElementType.U64, bytes).toDoubles()[0]);
            assertEquals(unsigned.floatValue(), one(ElementType.U64, bytes).toFloats()[0]);
            assertEquals((float) bits, one(ElementType.I64, bytes).toFloats()[0]);
        }
    }

    @Test
    void castRoundsToTheTarget() {
        HostTensor values = HostTensor.of(new double[] {1, 1.0 / 3, 1e9, -0.0}, 4);
        assertSame(values, values.cast(ElementType.F64));
        assertArrayEquals(
                new float[] {1, 1f / 3, 1e9f, -0f}, values.cast(ElementType.F32).toFloats());
        assertArrayEquals(
                new float[] {1, 0.33325195f, Float.POSITIVE_INFINITY, -0f},
                values.cast(ElementType.F16).toFloats());
        assertArrayEquals(
                new float[] {1, 0.33398438f, 998244352f, -0f},
                values.cast(ElementType.BF16).toFloats());
        assertThrows(IllegalArgumentException.class, () -> values.cast(ElementType.I8));
    }

    @Test
    void badArgumentsAreNamed() {
        Exception wrongCount =
                assertThrows(
                        IllegalArgumentException.class, () -> HostTensor.of(new float[5], 2, 3));
        assertEquals("values: found 5; the shape [2, 3] takes 6", wrongCount.getMessage());
        assertThrows(IllegalArgumentException.class, () -> HostTensor.of(new float[0], -1));
        assertThrows(
                IllegalArgumentException.class, () -> HostTensor.of(new float[1], new int[65]));
        assertThrows(
                IllegalArgumentException.class,
                () -> HostTensor.of(new float[0], 1 << 20, 1 << 20, 1 << 20, 1 << 20));
        assertThrows(
                IllegalArgumentException.class,
                () -> HostTensor.wrap(ElementType.F32, ByteBuffer.allocate(7), 2));
        Exception floating =
                assertThrows(
                        IllegalStateException.class, () -> HostTensor.of(new float[1]).toLongs());
        assertTrue(floating.getMessage().contains("F32"));
    }

    @Test
    void theBytesAreAReadOnlyView() {
        HostTensor tensor = HostTensor.of(new float[] {1}, 1);
        ByteBuffer bytes = tensor.bytes();
        assertEquals(1f, bytes.getFloat());
        assertThrows(ReadOnlyBufferException.class, () -> bytes.put(0, (byte) 1));
        assertEquals(4, tensor.bytes().remaining());
        tensor.shape()[0] = 9;
        assertEquals(1, tensor.shape()[0]);
    }
}
