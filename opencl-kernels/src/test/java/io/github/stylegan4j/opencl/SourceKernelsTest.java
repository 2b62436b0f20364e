package io.github.stylegan4j.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.stylegan4j.array.Buffer;
import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.array.View;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.tensor.SourceOp;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random numbers of vectors are those of work-items that each make a few, to the last bit. */
class SourceKernelsTest {
    /** Where the lower word of a block's number overflows. */
    private static final long OVERFLOW = 1L << 34;

    private static float[] normals(Backend device, long position, int count) {
        Shape shape = Shape.of(count);
        Buffer memory = device.allocate(DType.FLOAT32, count);
        SourceOp op = new SourceOp.Normal(shape, DType.FLOAT32, 19, 3, position);
        device.run(op, new View[0], new View[] {View.contiguous(memory, shape)});
        float[] numbers = new float[count];
        device.download(memory, numbers);
        device.release(memory);
        return numbers;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 31, 32, 33, 1027, 3_000_001})
    void normalNumbersAreTheSameInBothVariants(int count) {
        try (Backend coarse = TestDevice.open(Variant.COARSE);
                Backend tiled = TestDevice.open(Variant.TILED)) {
            for (long position : new long[] {0, 1, 2, 3, 4, OVERFLOW - 18}) {
                assertArrayEquals(
                        normals(tiled, position, count),
                        normals(coarse, position, count),
                        count + " numbers from " + position);
            }
        }
    }
}
