package io.github.stylegan4j.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.opencl.KeptWeights.Key;
import io.github.stylegan4j.spi.BufferPool;
import io.github.stylegan4j.tensor.Conv2d;
import io.github.stylegan4j.tensor.Conv2dInputGrad;
import io.github.stylegan4j.tensor.Op;
import io.github.stylegan4j.tensor.Philox;
import io.github.stylegan4j.tensor.Recording;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.Tensors;
import io.github.stylegan4j.tensor.UpdateOp;
import io.github.stylegan4j.tensor.fused.AdamStep;
import io.github.stylegan4j.tensor.fused.AddInto;
import io.github.stylegan4j.tensor.fused.DownConv;
import io.github.stylegan4j.tensor.fused.LerpInto;
import io.github.stylegan4j.tensor.fused.UpConv;
import io.github.stylegan4j.tensor.fused.UpConvBlur;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Kept transforms of weights are found again, and never outlive the weights' values. */
class KeptWeightsTest {
    private static final int CHANNELS = 24;
    private static final Shape WEIGHTS = Shape.of(CHANNELS, CHANNELS, 3, 3);

    /** More uses than it takes until a transform is kept and found. */
    private static final int USES = 4;

    private OpenClBackend backend;
    private Scope scope;

    @BeforeEach
    void open() {
        backend = TestDevice.open(Variant.COARSE);
        scope = Scope.open("test");
    }

    @AfterEach
    void close() {
        if (backend != null) {
            scope.close();
            assertEquals(0, backend.memory().liveBuffers(), "live buffers after all tensors");
            backend.close();
        }
    }

    private Tensor random(Shape shape, int stream) {
        float[] values = new float[shape.size()];
        Philox.uniform(3, stream, 0, values, 0, values.length);
        return Tensors.of(backend, shape, values).affine(2, -1);
    }

    /**
     * Convolutions that go by stages, by chunks and by phases, in both directions, and to other
     * sizes.
     */
    private static Map<String, Op> operations() {
        Map<String, Op> all = new LinkedHashMap<>();
        all.put("forward 8", new Conv2d(1, 1, 1));
        all.put("by images 8", new Conv2dInputGrad(1, 1, 1, 8, 8));
        all.put("forward 32", new Conv2d(1, 1, 1));
        all.put("by images 32", new Conv2dInputGrad(1, 1, 1, 32, 32));
        all.put("doubled 32", new UpConvBlur());
        all.put("doubled 16", new UpConv(1));
        all.put("doubled, twice as bright 16", new UpConv(2));
        all.put("halved 16", new DownConv(1));
        return all;
    }

    private Tensor images(String name) {
        int side = Integer.parseInt(name.replaceAll("\\D", ""));
        return random(Shape.of(16, CHANNELS, side, side), side);
    }

    /** Each operation's result with these weights, after the transform was kept. */
    private Map<String, float[]> results(Map<String, Tensor> x, Tensor w) {
        Map<String, float[]> all = new LinkedHashMap<>();
        operations()
                .forEach(
                        (name, op) -> {
                            for (int use = 0; use < USES; use++) {
                                float[] y = result(op, x.get(name), w);
                                float[] first = all.putIfAbsent(name, y);
                                assertArrayEquals(first == null ? y : first, y, name);
                            }
                        });
        return all;
    }

    private static float[] result(Op op, Tensor x, Tensor w) {
        return Recording.off(
                () -> {
                    try (Scope inner = Scope.open("use")) {
                        return Tensors.apply(op, x, w).toFloats();
                    }
                });
    }

    /** The same weights in memory of their own, of which nothing can have been kept. */
    private Tensor copy(Tensor w) {
        return Tensors.of(backend, w.shape(), w.toFloats());
    }

    private interface Change {
        void apply(Tensor w, Tensor other);
    }

    /** Every way in which values change where they are. */
    private Map<String, Change> changes() {
        Map<String, Change> all = new LinkedHashMap<>();
        all.put("sum", (w, o) -> new AddInto().apply(new Tensor[] {w}, o));
        all.put("average", (w, o) -> new LerpInto(0.3).apply(new Tensor[] {w}, o));
        all.put("copy", (w, o) -> new UpdateOp.CopyInto().apply(new Tensor[] {w}, o));
        all.put(
                "of a view",
                (w, o) ->
                        new AddInto()
                                .apply(new Tensor[] {w.reshape(o.size())}, o.reshape(o.size())));
        all.put(
                "of a part",
                (w, o) ->
                        new UpdateOp.CopyInto()
                                .apply(new Tensor[] {w.slice(0, 3, 5)}, o.slice(0, 3, 5)));
        all.put(
                "adam",
                (w, o) -> {
                    Tensor m = Tensors.full(backend, w.shape(), 0);
                    Tensor v = Tensors.full(backend, w.shape(), 0);
                    Tensor powers = Tensors.full(backend, Shape.of(2), 1);
                    Tensor finite = Tensors.full(backend, Shape.scalar(), 1);
                    new AdamStep(0.1, 0, 0.99, 1e-8)
                            .apply(new Tensor[] {w, m, v, powers}, o, finite);
                });
        all.put(
                "through a second tensor",
                (w, o) -> new AddInto().apply(new Tensor[] {w.detach()}, o));
        all.put("by the backend", (w, o) -> backend.upload(o.toFloats(), w.view().buffer()));
        return all;
    }

    @Test
    void everyChangeIsSeen() {
        Map<String, Tensor> x = new LinkedHashMap<>();
        operations().keySet().forEach(name -> x.put(name, images(name)));
        Tensor w = random(WEIGHTS, 1);
        Tensor other = random(WEIGHTS, 2);
        changes()
                .forEach(
                        (change, how) -> {
                            Map<String, float[]> before = results(x, w);
                            how.apply(w, other);
                            operations()
                                    .forEach(
                                            (name, op) -> {
                                                float[] y = result(op, x.get(name), w);
                                                float[] expected = result(op, x.get(name), copy(w));
                                                assertArrayEquals(expected, y, change + name);
                                                assertFalse(Arrays.equals(before.get(name), y));
                                            });
                        });
    }

    @Test
    void memoryThatIsUsedAgainIsNotTakenForTheOldWeights() {
        Map<String, Tensor> x = new LinkedHashMap<>();
        operations().keySet().forEach(name -> x.put(name, images(name)));
        for (int round = 0; round < 3; round++) {
            int stream = round;
            try (Scope inner = Scope.open("round")) {
                Tensor w = random(WEIGHTS, 10 + stream);
                Map<String, float[]> kept = results(x, w);
                operations()
                        .forEach(
                                (name, op) ->
                                        assertArrayEquals(
                                                result(op, x.get(name), copy(w)), kept.get(name)));
            }
        }
    }

    @Test
    void partsAndTurnedViewsOfOneTensorAreDifferentWeights() {
        Tensor both = random(Shape.of(2 * CHANNELS, CHANNELS, 3, 3), 4);
        Tensor x = random(Shape.of(16, CHANNELS, 8, 8), 5);
        Conv2d conv = new Conv2d(1, 1, 1);
        List<Tensor> views =
                List.of(
                        both.slice(0, 0, CHANNELS),
                        both.slice(0, CHANNELS, 2 * CHANNELS),
                        both.slice(0, 0, CHANNELS).permute(1, 0, 2, 3),
                        both.slice(0, 0, CHANNELS).flip(2, 3),
                        both.slice(0, 0, 8));
        for (int use = 0; use < USES; use++) {
            for (Tensor w : views) {
                assertArrayEquals(result(conv, x, copy(w)), result(conv, x, w));
            }
        }
    }

    @Test
    void fromTheThirdUseOnNothingIsTransformed() {
        Tensor w = random(WEIGHTS, 1);
        Tensor x = random(Shape.of(16, CHANNELS, 32, 32), 2);
        long[] launches = new long[USES];
        long[] live = new long[USES];
        for (int use = 0; use < USES; use++) {
            long before = backend.counters().launches();
            result(new Conv2d(1, 1, 1), x, w);
            launches[use] = backend.counters().launches() - before;
            live[use] = backend.memory().liveBuffers();
        }
        assertEquals(launches[0], launches[1]);
        assertEquals(launches[0] - 1, launches[2]);
        assertEquals(launches[2], launches[3]);
        assertEquals(live[0] + 1, live[1], "what is kept is counted");
        assertEquals(live[1], live[3]);
        new AddInto().apply(new Tensor[] {w}, w);
        assertEquals(live[0], backend.memory().liveBuffers(), "changed weights keep nothing");
    }

    @Test
    void trimmingGivesEverythingUp() {
        Tensor w = random(WEIGHTS, 1);
        Tensor x = random(Shape.of(16, CHANNELS, 8, 8), 2);
        long live = backend.memory().liveBuffers();
        float[] before = result(new Conv2d(1, 1, 1), x, w);
        for (int use = 0; use < USES; use++) {
            result(new Conv2d(1, 1, 1), x, w);
        }
        assertTrue(backend.memory().liveBuffers() > live);
        backend.trim();
        assertEquals(live, backend.memory().liveBuffers());
        assertArrayEquals(before, result(new Conv2d(1, 1, 1), x, w));
    }

    @Test
    void whatIsKeptHasABoundAndIsNotTakenFromWhoUsesIt() {
        try (Session session = new Session(TestDevice.find(), Variant.COARSE)) {
            DeviceMemory memory = new DeviceMemory(session);
            Programs programs = new Programs(session, null);
            KeptWeights kept = new KeptWeights(memory, 10_000 * Float.BYTES);
            Device device =
                    new Device(
                            session, memory, programs, backend.tuning(), new Dealer(session), kept);
            ClBuffer a = memory.allocate(DType.FLOAT32, 100);
            ClBuffer b = memory.allocate(DType.FLOAT32, 100);
            KeptWeights.Transform how = new KeptWeights.Transform(4, 1, Resizing.NONE);
            Key first = new Key(a, 0, 1, 1, 9, 9, 3, 1, how);
            Key second = new Key(b, 0, 1, 1, 9, 9, 3, 1, how);
            assertTrue(!kept.keeps(first, 6000) && !kept.keeps(second, 6000), "a first use");
            assertTrue(kept.keeps(first, 6000), "a second use");
            ClBuffer transformed;
            try (KeptWeights.Use use = kept.take(first, 6000, true, device, u -> {})) {
                transformed = use.buffer();
            }
            assertTrue(!kept.keeps(second, 6000), "no room for a second one");
            try (KeptWeights.Use use =
                    kept.take(
                            first,
                            6000,
                            true,
                            device,
                            u -> {
                                throw new AssertionError();
                            })) {
                assertEquals(transformed, use.buffer());
                kept.changed(a);
                assertEquals(3, memory.stats().liveBuffers(), "it is still in use");
            }
            assertEquals(2, memory.stats().liveBuffers());
            assertTrue(kept.keeps(second, 6000), "there is room again");
            memory.release(a);
            memory.release(b);
            memory.close();
        }
    }

    /** A pool hands out whole size classes, so that these are what has to fit. */
    @Test
    void roomIsCountedInSizeClasses() {
        try (Session session = new Session(TestDevice.find(), Variant.COARSE)) {
            DeviceMemory memory = new DeviceMemory(session);
            int length = 6000;
            int taken = BufferPool.sizeClass(length);
            assertTrue(taken > length, "a size class has to be longer than what it is asked for");
            ClBuffer w = memory.allocate(DType.FLOAT32, 9);
            KeptWeights.Transform how = new KeptWeights.Transform(4, 1, Resizing.NONE);
            Key key = new Key(w, 0, 1, 1, 9, 9, 3, 1, how);
            long room = (long) taken * Float.BYTES;
            KeptWeights tooSmall = new KeptWeights(memory, room - 1);
            assertFalse(tooSmall.keeps(key, length), "a first use");
            assertFalse(tooSmall.keeps(key, length), "the size class does not fit");
            KeptWeights justEnough = new KeptWeights(memory, room);
            assertFalse(justEnough.keeps(key, length), "a first use");
            assertTrue(justEnough.keeps(key, length), "the size class fits");
            memory.release(w);
            memory.close();
        }
    }
}
