package io.github.stylegan4j.autograd;

import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Gradients on their way through a walk, by the tensor they belong to; several contributions add
 * up.
 *
 * <p>In a walk that is not recorded, a gradient is closed as soon as nothing waits for it. One
 * tensor may stand for several gradients (a sum passes its own on to both operands), hence the
 * count of holders.
 */
final class Cotangents {
    private final boolean closing;
    private final Map<Tensor, Tensor> pending = new IdentityHashMap<>();
    private final Map<Tensor, Integer> holders = new IdentityHashMap<>();

    Cotangents(boolean closing) {
        this.closing = closing;
    }

    void add(Tensor owner, Tensor g) {
        if (!g.shape().equals(owner.shape())) {
            throw new IllegalStateException(
                    "A gradient of shape "
                            + g.shape()
                            + " came back for a tensor of shape "
                            + owner.shape());
        }
        Tensor before = pending.get(owner);
        Tensor sum = before == null ? g : before.add(g);
        hold(sum);
        pending.put(owner, sum);
        if (before != null) {
            letGo(before);
        }
    }

    Tensor take(Tensor owner) {
        return pending.remove(owner);
    }

    /** Counts one more holder: it stays open until as many {@link #letGo} calls. */
    void hold(Tensor g) {
        holders.merge(g, 1, Integer::sum);
    }

    void letGo(Tensor g) {
        int left = holders.merge(g, -1, Integer::sum);
        if (left == 0) {
            holders.remove(g);
            if (closing) {
                Scope.discard(g);
            }
        }
    }
}
