package io.github.stylegan4j.train;

import io.github.stylegan4j.optim.Adam;
import io.github.stylegan4j.optim.AdamConfig;
import io.github.stylegan4j.optim.Ema;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.stylegan.Discriminator;
import io.github.stylegan4j.stylegan.Generator;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.train.RandomStreams.Purpose;
import io.github.stylegan4j.train.augment.AdaptiveProbability;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * All that training changes: three networks, two optimizers, the random streams, where the schedule
 * stands, and the statistics of the tick under way. What is in here, and nothing else, makes a
 * checkpoint.
 */
final class TrainingState implements AutoCloseable {
    /** What the names of the averaged generator's tensors begin with. */
    static final String AVERAGE = "average.";

    final Generator generator;
    final Discriminator discriminator;

    /** The generator whose weights are a running average: it makes the pictures. */
    final Generator average;

    final Adam generatorOptimizer;
    final Adam discriminatorOptimizer;
    final Ema ema;
    final RandomStreams random;
    final AdaptiveProbability augmentation;

    /** Losses, scores and penalties of the tick under way. */
    final DeviceStatistics statistics;

    /** What the caller's own losses and the like know. */
    final KeptStates kept;

    private final Closeables made = new Closeables();

    /** Real images shown. */
    long images;

    /** Steps that the discriminator has taken. */
    long discriminatorSteps;

    /** Ticks that are over. */
    long ticks;

    /** Real images shown when the tick under way began. */
    long tickStart;

    /** Level of detail of the last look at the schedule, negative before the first. */
    double lastLod = -1;

    /** Position of the data stream. */
    long dataPosition;

    /** Where was last looked for failures. */
    WatchPosition watched = WatchPosition.START;

    /** How the run has gone back since its last failure. */
    RollbackRecord rollbacks = RollbackRecord.NONE;

    /** The state of a run at its start, in which the caller has nothing of its own. */
    TrainingState(TrainingConfig config, int labelSize, Backend backend) {
        this(config, labelSize, backend, new KeptStates());
    }

    /** The state of a run at its start. */
    TrainingState(TrainingConfig config, int labelSize, Backend backend, KeptStates kept) {
        this.kept = kept;
        FrozenLayers.check(
                config.discriminator(labelSize), config.adaptation().freezeDiscriminator());
        random = new RandomStreams(config.run().seed());
        augmentation = config.augmentation().probability();
        try (Scope scope = Scope.open("networks")) {
            generator =
                    new Generator(
                            config.generator(labelSize),
                            backend,
                            random.of(Purpose.GENERATOR_WEIGHTS));
            made.add(generator::close);
            discriminator =
                    new Discriminator(
                            config.discriminator(labelSize),
                            backend,
                            random.of(Purpose.DISCRIMINATOR_WEIGHTS));
            made.add(discriminator::close);
            generator.synthesis().recomputeBlocks(config.run().recompute());
            discriminator.recomputeBlocks(config.run().recompute());
            average = Generator.blank(config.generator(labelSize), backend);
            made.add(average::close);
            average.copyFrom(generator);
            generatorOptimizer = new Adam(generator.parameters(), config.optimizer().adam());
            made.add(generatorOptimizer::close);
            discriminatorOptimizer =
                    new Adam(
                            FrozenLayers.trained(
                                    discriminator, config.adaptation().freezeDiscriminator()),
                            lazily(config.optimizer().adam(), config.steps().lazyRatio()));
            made.add(discriminatorOptimizer::close);
            ema = new Ema(generator, average);
            statistics =
                    new DeviceStatistics(
                            backend, generator.parameters().values().iterator().next().dtype());
            made.add(statistics::close);
        } catch (RuntimeException | Error e) {
            made.closeAfter(e);
            throw e;
        }
    }

    private static AdamConfig lazily(AdamConfig adam, double ratio) {
        return new AdamConfig(
                Math.pow(adam.beta1(), ratio), Math.pow(adam.beta2(), ratio), adam.epsilon());
    }

    void resetOptimizers() {
        generatorOptimizer.reset();
        discriminatorOptimizer.reset();
    }

    /** Every tensor by its name in a checkpoint. */
    Map<String, Tensor> tensors() {
        Map<String, Tensor> all = new LinkedHashMap<>();
        add(all, "generator.", generator.state());
        add(all, "discriminator.", discriminator.state());
        add(all, AVERAGE, average.state());
        add(all, "generator_optimizer.", generatorOptimizer.state());
        add(all, "discriminator_optimizer.", discriminatorOptimizer.state());
        add(all, "statistics.", statistics.sums());
        return all;
    }

    private static void add(Map<String, Tensor> all, String prefix, Map<String, Tensor> part) {
        part.forEach((name, t) -> all.put(prefix + name, t));
    }

    @Override
    public void close() {
        made.close();
    }
}
