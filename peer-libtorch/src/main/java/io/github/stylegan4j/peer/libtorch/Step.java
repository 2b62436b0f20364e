package io.github.stylegan4j.peer.libtorch;

import io.github.stylegan4j.io.HostTensor;
import io.github.stylegan4j.train.bench.Work;
import io.github.stylegan4j.train.bench.WorkSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** One training step: discriminator with R1, running average, generator. */
final class Step implements Work {
    private static final double LEARNING_RATE = 0.001;
    private static final double GAMMA = 10;
    private static final double SMOOTHING_IMAGES = 10_000;

    private final WorkSpec spec;
    private final TensorsOfHost inputs;
    private final Generator generator;
    private final Discriminator discriminator;
    private final RmsAdam generatorOptimizer;
    private final RmsAdam discriminatorOptimizer;
    private final Map<String, Tensor> average = new LinkedHashMap<>();

    Step(WorkSpec spec, TensorsOfHost inputs) {
        this.spec = spec;
        this.inputs = inputs;
        generator = Generator.of(inputs.below("g."), spec.size());
        discriminator = new Discriminator(inputs.below("d."), spec.size());
        generator.parameters().forEach((name, p) -> average.put(name, p.clone()));
        generator.track();
        discriminator.track();
        generatorOptimizer = new RmsAdam(generator.parameters(), LEARNING_RATE);
        discriminatorOptimizer = new RmsAdam(discriminator.parameters(), LEARNING_RATE);
    }

    @Override
    public Map<String, HostTensor> outputs() {
        Map<String, HostTensor> results = new LinkedHashMap<>();
        evaluate(results, "");
        step(false);
        evaluate(results, ".after");
        return results;
    }

    /** Losses and, at first, their gradients; nothing is updated. */
    private void evaluate(Map<String, HostTensor> results, String suffix) {
        try (PointerScope scope = new PointerScope()) {
            Tensor lossD = discriminatorLoss(false);
            Tensor lossG = generatorLoss(false);
            results.put("loss_d" + suffix, TensorsOfHost.download(lossD));
            results.put("loss_g" + suffix, TensorsOfHost.download(lossG));
            if (suffix.isEmpty()) {
                gradients(results, "grad.d.", lossD, discriminator);
                gradients(results, "grad.g.", lossG, generator);
            }
        }
    }

    private static void gradients(
            Map<String, HostTensor> results, String prefix, Tensor loss, Network network) {
        TensorVector gradients = Ops.grad(loss, network.all(), false);
        int i = 0;
        for (String parameter : network.parameters().keySet()) {
            Tensor g = gradients.get(i++);
            if (g.defined()) {
                results.put(prefix + parameter, TensorsOfHost.download(g));
            }
        }
    }

    @Override
    public void run() {
        step(true);
    }

    private void step(boolean fresh) {
        try (PointerScope scope = new PointerScope()) {
            Tensor loss = discriminatorLoss(fresh);
            discriminatorOptimizer.step(Ops.grad(loss, discriminator.all(), false));
        }
        followAverage();
        try (PointerScope scope = new PointerScope()) {
            Tensor loss = generatorLoss(fresh);
            generatorOptimizer.step(Ops.grad(loss, generator.all(), false));
        }
    }

    private Tensor discriminatorLoss(boolean fresh) {
        Tensor fakes;
        try (NoGradGuard off = new NoGradGuard()) {
            fakes = images(fresh, "z.d");
        }
        Tensor reals = inputs.get("reals").detach();
        reals.requires_grad_(true);
        Tensor realScores = discriminator.logits(reals);
        Tensor fakeScores = discriminator.logits(fakes);
        Tensor slope = Ops.grad(torch.sum(realScores), new TensorVector(reals), true).get(0);
        Tensor penalty =
                torch.mul(
                        torch.sum(torch.mul(slope, slope)), Ops.scalar(0.5 * GAMMA / spec.batch()));
        Tensor adversarial =
                torch.add(
                        torch.mean(torch.softplus(fakeScores)),
                        torch.mean(torch.softplus(torch.neg(realScores))));
        return torch.add(adversarial, penalty);
    }

    private Tensor generatorLoss(boolean fresh) {
        Tensor scores = discriminator.logits(images(fresh, "z.g"));
        return torch.mean(torch.softplus(torch.neg(scores)));
    }

    private Tensor images(boolean fresh, String latents) {
        Tensor z = latents(fresh, latents + "0");
        long n = z.size(0);
        Tensor both =
                generator.map(torch.cat(new TensorVector(z, latents(fresh, latents + "1")), 0));
        Tensor w = both.narrow(0, 0, n);
        generator.updateAverage(w);
        return generator.synthesize(generator.mixed(w, both.narrow(0, n, n)), fresh);
    }

    private Tensor latents(boolean fresh, String name) {
        Tensor given = inputs.get(name);
        return fresh ? torch.randn(given.size(0), given.size(1)) : given;
    }

    private void followAverage() {
        double decay = Math.pow(0.5, spec.batch() / SMOOTHING_IMAGES);
        try (PointerScope scope = new PointerScope();
                NoGradGuard off = new NoGradGuard()) {
            average.forEach((name, a) -> a.lerp_(generator.parameter(name), Ops.scalar(1 - decay)));
        }
    }

    @Override
    public void close() {}
}
