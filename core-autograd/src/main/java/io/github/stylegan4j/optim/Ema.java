package io.github.stylegan4j.optim;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.nn.Module;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.tensor.UpdateOp;
import io.github.stylegan4j.tensor.fused.LerpInto;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An exponential moving average of a network: parameters follow slowly, other state is copied.
 *
 * <p>{@code average = source + (average - source) * decay}. The averaged network has its own
 * tensors and belongs to the caller. Nothing is read back to the host. Source: arXiv 1710.10196,
 * section 6, with the decay of NVlabs/stylegan.
 */
public final class Ema {
    private final Tensor[] averageParameters;
    private final Tensor[] sourceParameters;
    private final Tensor[] averageBuffers;
    private final Tensor[] sourceBuffers;

    /**
     * An average of a network; the values are not touched before the first update.
     *
     * @param source the network in training
     * @param average a network of the same structure, usually begun as a copy
     * @throws IllegalArgumentException when names or shapes differ
     */
    public Ema(Module source, Module average) {
        checkSame(source.parameters(), average.parameters());
        checkSame(source.buffers(), average.buffers());
        sourceParameters = source.parameters().values().toArray(Tensor[]::new);
        averageParameters = inOrder(source.parameters(), average.parameters());
        sourceBuffers = source.buffers().values().toArray(Tensor[]::new);
        averageBuffers = inOrder(source.buffers(), average.buffers());
    }

    private static void checkSame(Map<String, Tensor> source, Map<String, Tensor> average) {
        if (!shapes(source).equals(shapes(average))) {
            throw new IllegalArgumentException(
                    "An average needs a network of the same structure; the source has "
                            + shapes(source)
                            + ", the average "
                            + shapes(average));
        }
    }

    private static Map<String, Shape> shapes(Map<String, Tensor> tensors) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        tensors.forEach((name, t) -> shapes.put(name, t.shape()));
        return shapes;
    }

    private static Tensor[] inOrder(Map<String, Tensor> order, Map<String, Tensor> tensors) {
        return order.keySet().stream().map(tensors::get).toArray(Tensor[]::new);
    }

    /**
     * The decay per step under which a difference is halved every {@code smoothingKimg} thousand
     * images: {@code 0.5^(minibatch / (smoothingKimg * 1000))}.
     *
     * @param minibatch images per step, 1 or more
     * @param smoothingKimg half-life in thousands of images; 0 means no averaging, decay 0
     */
    public static double decay(int minibatch, double smoothingKimg) {
        if (minibatch < 1) {
            throw new IllegalArgumentException(
                    "minibatch: found " + minibatch + "; allowed is 1 or more");
        }
        if (!(smoothingKimg >= 0)) {
            throw new IllegalArgumentException(
                    "smoothingKimg: found " + smoothingKimg + "; allowed is 0 or more");
        }
        return smoothingKimg == 0 ? 0 : Math.pow(0.5, minibatch / (smoothingKimg * 1000));
    }

    /**
     * Takes the source into the average.
     *
     * @param decay the part of the old average that stays, from 0 (a copy) to 1 (no change)
     */
    public void update(double decay) {
        if (averageParameters.length > 0) {
            new LerpInto(1 - decay).apply(averageParameters, sourceParameters);
        }
        UpdateOp.CopyInto copy = new UpdateOp.CopyInto();
        for (int i = 0; i < averageBuffers.length; i++) {
            copy.apply(new Tensor[] {averageBuffers[i]}, sourceBuffers[i]);
        }
    }
}
