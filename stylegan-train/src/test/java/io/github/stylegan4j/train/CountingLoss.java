package io.github.stylegan4j.train;

import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.train.loss.DiscriminatorFunction;
import io.github.stylegan4j.train.loss.GanLoss;
import io.github.stylegan4j.train.loss.LossContext;
import io.github.stylegan4j.train.loss.LossValue;
import java.util.function.LongConsumer;

/** A loss that tells how many steps the discriminator has begun: a way to act within a tick. */
final class CountingLoss implements GanLoss {
    private final GanLoss loss;
    private final LongConsumer receiver;
    private long steps;

    CountingLoss(GanLoss loss, LongConsumer receiver) {
        this.loss = loss;
        this.receiver = receiver;
    }

    @Override
    public LossValue discriminatorLoss(
            DiscriminatorFunction discriminator, Tensor reals, Tensor fakes, LossContext context) {
        receiver.accept(++steps);
        return loss.discriminatorLoss(discriminator, reals, fakes, context);
    }

    @Override
    public LossValue generatorLoss(DiscriminatorFunction discriminator, Tensor fakes) {
        return loss.generatorLoss(discriminator, fakes);
    }
}
