package io.github.stylegan4j.train.bench;

import org.jspecify.annotations.Nullable;

/**
 * What was measured of one piece of work.
 *
 * @param work which
 * @param device identifier of the device
 * @param oursMs milliseconds of a repetition, ours
 * @param oursPeakBytes most bytes the device's live buffers held at once
 * @param oursHeldBytes bytes of all buffers the device holds in the end, those that wait for their
 *     next use and workspaces among them
 * @param firstMs milliseconds from opening the device to the end of the first repetition, with
 *     kernels compiled and networks made; NaN with a peer, which is compared with first
 * @param firstAgeMs milliseconds from the start of the process to the end of the first repetition;
 *     NaN with a peer
 * @param limit billions of multiply-add operations per second that the device does in registers,
 *     measured beside each repetition; 0 if not known
 * @param repetitions how often each side was measured
 * @param peer the faster of the peer's layouts, null without a peer
 */
public record BenchResult(
        WorkSpec work,
        String device,
        Quartiles oursMs,
        long oursPeakBytes,
        long oursHeldBytes,
        double firstMs,
        double firstAgeMs,
        Quartiles limit,
        int repetitions,
        @Nullable PeerTime peer) {
    /**
     * A peer's side of it.
     *
     * @param layout how it laid out images
     * @param ms milliseconds of a repetition
     * @param peakBytes growth of its process's resident memory at the peak, -1 if unknown
     */
    public record PeerTime(Layout layout, Quartiles ms, long peakBytes) {}

    /** How many times as long the peer takes: the ratio of the medians, NaN without a peer. */
    public double ratio() {
        return peer == null ? Double.NaN : peer.ms().median() / oursMs.median();
    }

    /**
     * Share of the limit that ours reaches, counting the operations of the definition; NaN if
     * unknown.
     */
    public double shareOfLimit() {
        double flops = work.flops();
        return flops == 0 || limit.median() == 0
                ? Double.NaN
                : flops / (oursMs.median() * 1e6) / limit.median();
    }
}
