package io.github.stylegan4j.train.health;

/**
 * From where on something counts as wrong.
 *
 * @param lowDiversity diversity below which generated images count as all alike, 0 to 1
 * @param goodDiversity diversity above which they do not any more, from {@code lowDiversity}
 * @param fromImages images after which low diversity counts even if it never was good: before, the
 *     generator may not have learnt anything
 * @param certainScore score of real images (and its negative of generated ones) from which on the
 *     discriminator counts as certain; infinite for losses whose scores have no scale
 * @param gapGrowth how many times as large as in the first ticks of a resolution the gap between
 *     scores may become, above 1
 * @param patience ticks in a row after which a symptom counts, and after which it is over; from 1
 */
public record HealthLimits(
        double lowDiversity,
        double goodDiversity,
        long fromImages,
        double certainScore,
        double gapGrowth,
        int patience) {
    /**
     * Checks every field.
     *
     * @throws IllegalArgumentException naming the field, the value found and what is allowed
     */
    public HealthLimits {
        require("lowDiversity", lowDiversity, lowDiversity >= 0 && lowDiversity <= 1, "0 to 1");
        require(
                "goodDiversity",
                goodDiversity,
                goodDiversity >= lowDiversity,
                "lowDiversity (" + lowDiversity + ") or more");
        require("fromImages", fromImages, fromImages >= 0, "0 or more");
        require("certainScore", certainScore, certainScore > 0, "a number above 0");
        require("gapGrowth", gapGrowth, gapGrowth > 1, "a number above 1");
        require("patience", patience, patience >= 1, "1 or more");
    }

    private static void require(String field, Number found, boolean allowed, String what) {
        if (!allowed) {
            throw new IllegalArgumentException(field + " is " + found + "; allowed is " + what);
        }
    }

    /** For logistic losses, where a score of 5 means odds of 148 to 1. */
    public static HealthLimits defaults() {
        return new HealthLimits(0.25, 0.35, 0, 5, 3, 3);
    }

    /** This with low diversity counting from another moment on. */
    public HealthLimits withFromImages(long newFromImages) {
        return new HealthLimits(
                lowDiversity, goodDiversity, newFromImages, certainScore, gapGrowth, patience);
    }

    /** This with other bounds of diversity. */
    public HealthLimits withDiversity(double newLow, double newGood) {
        return new HealthLimits(newLow, newGood, fromImages, certainScore, gapGrowth, patience);
    }

    /** This with another score that counts as certain. */
    public HealthLimits withCertainScore(double newCertainScore) {
        return new HealthLimits(
                lowDiversity, goodDiversity, fromImages, newCertainScore, gapGrowth, patience);
    }

    /** This with another growth of the score gap that counts as too much. */
    public HealthLimits withGapGrowth(double newGapGrowth) {
        return new HealthLimits(
                lowDiversity, goodDiversity, fromImages, certainScore, newGapGrowth, patience);
    }

    /** This with more or less patience, in ticks. */
    public HealthLimits withPatience(int newPatience) {
        return new HealthLimits(
                lowDiversity, goodDiversity, fromImages, certainScore, gapGrowth, newPatience);
    }
}
