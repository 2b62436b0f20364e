package io.github.stylegan4j.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.stylegan4j.array.DType;
import org.junit.jupiter.api.Test;

class HostMemoryTest {
    private final HostMemory memory = new HostMemory("test", false);

    @Test
    void valuesSurviveEveryPairOfTypes() {
        for (DType dtype : DType.values()) {
            HostBuffer b = memory.allocate(dtype, 3);
            float[] floats = new float[3];
            double[] doubles = new double[3];
            memory.upload(new double[] {1.5, -2, 1e30}, b);
            memory.download(b, floats);
            assertArrayEquals(new float[] {1.5f, -2, 1e30f}, floats);
            memory.upload(new float[] {7, 8, 0.1f}, b);
            memory.download(b, doubles);
            assertArrayEquals(new double[] {7, 8, 0.1f}, doubles);
            memory.release(b);
        }
    }

    @Test
    void singlePrecisionRoundsToNearest() {
        HostBuffer b = memory.allocate(DType.FLOAT32, 1);
        memory.upload(new double[] {0.1}, b);
        assertEquals(0.1f, b.get(0));
        b.set(0, 0.2);
        assertEquals(0.2f, b.floats()[0]);
        assertThrows(IllegalStateException.class, b::doubles);
    }

    @Test
    void afterClosingBuffersComeBackButNoneGoOut() {
        HostBuffer b = memory.allocate(DType.FLOAT64, 3);
        memory.close();
        assertThrows(IllegalStateException.class, () -> memory.allocate(DType.FLOAT64, 3));
        memory.release(b);
        assertEquals(0, memory.stats().liveBuffers());
        assertEquals(0, memory.stats().pooledBytes());
    }
}
