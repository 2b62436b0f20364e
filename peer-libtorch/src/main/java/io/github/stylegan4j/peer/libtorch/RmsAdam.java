package io.github.stylegan4j.peer.libtorch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Adam with beta1 = 0, which needs no first moment: three passes fewer than the general one. */
final class RmsAdam {
    private static final double BETA2 = 0.99;

    private final List<Tensor> parameters;
    private final List<Tensor> moments = new ArrayList<>();
    private final double learningRate;
    private double power = 1;

    RmsAdam(Map<String, Tensor> parameters, double learningRate) {
        this.parameters = List.copyOf(parameters.values());
        this.learningRate = learningRate;
        this.parameters.forEach(p -> moments.add(torch.zeros_like(p)));
    }

    void step(TensorVector gradients) {
        power *= BETA2;
        double rate = learningRate * Math.sqrt(1 - power);
        try (PointerScope scope = new PointerScope();
                NoGradGuard off = new NoGradGuard()) {
            for (int i = 0; i < parameters.size(); i++) {
                Tensor g = gradients.get(i);
                if (g.defined()) {
                    Tensor v = moments.get(i);
                    v.mul_(Ops.scalar(BETA2));
                    v.addcmul_(g, g, Ops.scalar(1 - BETA2));
                    Tensor root = torch.sqrt(v).add_(Ops.scalar(Ops.EPSILON));
                    parameters.get(i).addcdiv_(g, root, Ops.scalar(-rate));
                }
            }
        }
    }
}
