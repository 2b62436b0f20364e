package io.github.stylegan4j.training;

import io.github.stylegan4j.array.Buffer;
import io.github.stylegan4j.array.View;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.BackendOptions;
import io.github.stylegan4j.spi.Backends;
import io.github.stylegan4j.spi.ForwardingBackend;
import io.github.stylegan4j.spi.OpSpec;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.train.Trainer;
import io.github.stylegan4j.train.TrainerBuilder;
import io.github.stylegan4j.train.TrainingConfig;
import io.github.stylegan4j.train.loss.DiscriminatorFunction;
import io.github.stylegan4j.train.loss.GanLoss;
import io.github.stylegan4j.train.loss.LossContext;
import io.github.stylegan4j.train.loss.LossValue;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * A training run in a process of its own that says when it has come to a chosen moment, so that it
 * can be killed there.
 *
 * <p>Arguments: device, run folder, {@code begin} or {@code resume}, kind of moment, its number,
 * and {@code wait} or {@code run}: whether it waits there or goes on meanwhile. It prints {@code
 * here} at that moment; if it comes to its end, how many moments of each kind there were.
 */
final class DoomedRun {
    /** Kinds of moments. */
    enum Moment {
        /** Anything is asked of the device: somewhere in a step, a picture, a start. */
        ANY,
        /** A network or checkpoint is half written. */
        WRITING,
        /** The discriminator has taken its step, the generator has not. */
        BETWEEN
    }

    private final Path folder;
    private final Moment kind;
    private final boolean waits;
    private final Map<Moment, Long> counts = new EnumMap<>(Moment.class);
    private long left;

    private DoomedRun(Path folder, Moment kind, long number, boolean waits) {
        this.folder = folder;
        this.kind = kind;
        this.left = number;
        this.waits = waits;
    }

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[1]);
        DoomedRun run =
                new DoomedRun(
                        folder,
                        Moment.valueOf(args[3]),
                        Long.parseLong(args[4]),
                        args[5].equals("wait"));
        TrainingConfig config = config(folder);
        try (Backend device = Backends.open(args[0], BackendOptions.defaults());
                Trainer trainer = run.builder(config, device, args[2].equals("resume")).build()) {
            trainer.run();
        }
        System.out.println(run.counts);
    }

    /** 4x4, a long fade, 8x8; two rounds of two steps of each network a tick. */
    private static TrainingConfig config(Path folder) {
        return TrainingConfig.emojiDemo()
                .with(
                        Map.ofEntries(
                                Map.entry("data", "synthetic:37"),
                                Map.entry("resolution", 8),
                                Map.entry("initialResolution", 4),
                                Map.entry("latentSize", 5),
                                Map.entry("styleSize", 6),
                                Map.entry("mappingWidth", 7),
                                Map.entry("mappingLayers", 2),
                                Map.entry("fmapBase", 16),
                                Map.entry("fmapMax", 4),
                                Map.entry("totalKimg", 0.4),
                                Map.entry("trainingKimg", 0.08),
                                Map.entry("transitionKimg", 0.16),
                                Map.entry("minibatch", 4),
                                Map.entry("minibatchPerResolution", Map.of()),
                                Map.entry("minibatchRepeats", 2),
                                Map.entry("tickKimg", 0.016),
                                Map.entry("snapshotTicks", 1),
                                Map.entry("keepCheckpoints", 3),
                                Map.entry("keepBest", "loss_d"),
                                Map.entry("dataThreads", 1),
                                Map.entry("grid", "2x2"),
                                Map.entry("measureAhead", false),
                                Map.entry("runDir", folder.toString())));
    }

    private TrainerBuilder builder(TrainingConfig config, Backend device, boolean resume) {
        TrainerBuilder builder =
                Trainer.builder(config)
                        .backend(new Watched(device))
                        .loss(new WatchedLoss(config.losses().function()));
        return resume ? builder.resume() : builder;
    }

    private void reached(Moment moment) {
        counts.merge(moment, 1L, Long::sum);
        if (moment != kind || --left != 0) {
            return;
        }
        System.out.println("here");
        System.out.flush();
        if (waits) {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private boolean isWriting() {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, ".stylegan4j-*.tmp")) {
            return files.iterator().hasNext();
        } catch (IOException e) {
            return false;
        }
    }

    private final class Watched extends ForwardingBackend {
        Watched(Backend device) {
            super(device);
        }

        @Override
        public void run(OpSpec op, View[] inputs, View[] outputs) {
            reached(Moment.ANY);
            super.run(op, inputs, outputs);
        }

        @Override
        public void upload(float[] source, Buffer target) {
            reached(Moment.ANY);
            super.upload(source, target);
        }

        @Override
        public void download(Buffer source, float[] target) {
            reached(Moment.ANY);
            if (isWriting()) {
                reached(Moment.WRITING);
            }
            super.download(source, target);
        }
    }

    private final class WatchedLoss implements GanLoss {
        private final GanLoss loss;

        WatchedLoss(GanLoss loss) {
            this.loss = loss;
        }

        @Override
        public LossValue discriminatorLoss(
                DiscriminatorFunction discriminator,
                Tensor reals,
                Tensor fakes,
                LossContext context) {
            return loss.discriminatorLoss(discriminator, reals, fakes, context);
        }

        @Override
        public LossValue generatorLoss(DiscriminatorFunction discriminator, Tensor fakes) {
            reached(Moment.BETWEEN);
            return loss.generatorLoss(discriminator, fakes);
        }
    }
}
