package io.github.stylegan4j.train.augment;

/**
 * How probable changes are, adapted so that the discriminator neither learns the real images by
 * heart nor is told too little (arXiv 2006.06676, section 3.1).
 *
 * <p>The sign of the discriminator's score of a real image is 1 where it is taken for real. If
 * their mean is above the target, the discriminator overfits and the probability rises, else it
 * falls; it takes {@code kimg} thousand images from 0 to 1.
 */
public final class AdaptiveProbability {
    private final double target;
    private final double kimg;
    private double probability;
    private double meanSign;

    /**
     * A probability at its start.
     *
     * @param target mean sign that is aimed for, 0.6 in the paper
     * @param kimg thousands of images from 0 to 1, 500 in the paper; 0 or less for a probability
     *     that stays
     * @param probability first value, from 0 to 1
     */
    public AdaptiveProbability(double target, double kimg, double probability) {
        this.target = target;
        this.kimg = kimg;
        this.probability = probability;
    }

    /** The probability now. */
    public double probability() {
        return probability;
    }

    /** Mean sign that it was last adapted by. */
    public double meanSign() {
        return meanSign;
    }

    /** Whether it ever changes. */
    public boolean adapts() {
        return kimg > 0;
    }

    /**
     * Adapts to what the discriminator thinks of real images.
     *
     * @param newMeanSign mean sign of their scores
     * @param images how many there were
     */
    public void adapt(double newMeanSign, long images) {
        meanSign = newMeanSign;
        double step = Math.signum(newMeanSign - target) * images / (kimg * 1000);
        if (adapts() && Double.isFinite(step)) {
            probability = Math.max(0, Math.min(1, probability + step));
        }
    }

    /** Goes on from a checkpoint. */
    public void restore(double newProbability, double newMeanSign) {
        probability = newProbability;
        meanSign = newMeanSign;
    }
}
