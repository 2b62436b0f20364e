package io.github.stylegan4j.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.Backends;
import io.github.stylegan4j.spi.DeviceInfo;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.train.Trainer;
import io.github.stylegan4j.train.TrainingConfig;
import io.github.stylegan4j.train.loss.DiscriminatorFunction;
import io.github.stylegan4j.train.loss.GanLoss;
import io.github.stylegan4j.train.loss.LossContext;
import io.github.stylegan4j.train.loss.LossValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every device of this machine trains as the pure-Java device does: the same losses from the same
 * seed on the bundled images.
 *
 * <p>Fifty steps of each network are compared in double precision. In single precision two devices
 * agree only until some activation lies within a rounding error of a leaky ReLU's kink and they
 * take it for different sides: from there the gradients differ by far more than a rounding error,
 * however exact the kernels are. With networks of this size that takes a few steps.
 */
class DevicesAgreeTest {
    private static final int STEPS = 50;
    private static final int STEPS_IN_SINGLE_PRECISION = 3;
    private static final double TOLERANCE = 1e-3;
    private static final int MINIBATCH = 16;
    private static final String MODEL = "cpu";

    @TempDir private Path folder;
    private final Map<DType, List<Double>> expected = new EnumMap<>(DType.class);

    @TestFactory
    Stream<DynamicTest> lossesAgree() {
        return Backends.devices().stream()
                .filter(d -> d.usable() && !d.id().equals(MODEL) && !d.id().equals("reference"))
                .flatMap(d -> Stream.of(DType.values()).map(t -> test(d, t)));
    }

    private DynamicTest test(DeviceInfo device, DType dtype) {
        return DynamicTest.dynamicTest(
                dtype + " on " + device.id() + " (" + device.name() + ")",
                () -> {
                    assumeTrue(supports(device.id(), dtype), "the device has no " + dtype);
                    compare(device.id(), dtype);
                });
    }

    private static boolean supports(String device, DType dtype) {
        try (Backend backend = Backends.open(device)) {
            return backend.supports(dtype);
        }
    }

    private void compare(String device, DType dtype) {
        List<Double> model = expected.computeIfAbsent(dtype, t -> losses(MODEL, t));
        List<Double> found = losses(device, dtype);
        assertEquals(2 * steps(dtype), model.size());
        assertEquals(model.size(), found.size());
        assertTrue(model.stream().distinct().count() == model.size(), "nothing is learnt");
        for (int i = 0; i < model.size(); i++) {
            double error = Math.abs(found.get(i) / model.get(i) - 1);
            assertTrue(
                    error <= TOLERANCE,
                    "loss " + i + ": " + found.get(i) + ", but " + model.get(i) + " on " + MODEL);
        }
    }

    private static int steps(DType dtype) {
        return dtype == DType.FLOAT64 ? STEPS : STEPS_IN_SINGLE_PRECISION;
    }

    private List<Double> losses(String device, DType dtype) {
        List<Double> losses = new ArrayList<>();
        TrainingConfig config = config(device, dtype);
        try (Trainer trainer =
                Trainer.builder(config)
                        .loss(recording(config.losses().function(), losses))
                        .build()) {
            trainer.run();
        }
        return losses.subList(0, 2 * steps(dtype));
    }

    private TrainingConfig config(String device, DType dtype) {
        Map<String, Object> small = new HashMap<>();
        List.of("latentSize", "styleSize", "mappingWidth").forEach(name -> small.put(name, 24));
        small.putAll(Map.of("fmapBase", 128, "fmapMax", 12, "grid", "2x2"));
        small.put("measureAhead", false);
        small.putAll(Map.of("minibatch", MINIBATCH, "minibatchPerResolution", Map.of()));
        return TrainingConfig.emojiDemo()
                .with(small)
                .withDevice(device)
                .withPrecision(dtype)
                .withTotalKimg(steps(dtype) * MINIBATCH / 1000.0)
                .withRunDir(folder.resolve(device.replace(':', '-') + "-" + dtype));
    }

    private static GanLoss recording(GanLoss loss, List<Double> values) {
        return new GanLoss() {
            @Override
            public LossValue discriminatorLoss(
                    DiscriminatorFunction d, Tensor reals, Tensor fakes, LossContext context) {
                return kept(loss.discriminatorLoss(d, reals, fakes, context));
            }

            @Override
            public LossValue generatorLoss(DiscriminatorFunction d, Tensor fakes) {
                return kept(loss.generatorLoss(d, fakes));
            }

            private LossValue kept(LossValue value) {
                values.add(value.loss().item());
                return value;
            }
        };
    }
}
