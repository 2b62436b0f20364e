package io.github.stylegan4j.train.health;

import java.util.List;

/**
 * What is looked at after each tick. A number that is not known is NaN and raises no warning.
 *
 * @param resolution resolution trained at; what is compared over time starts anew when it changes
 * @param size height and width of that resolution's images, as in {@code 96x128}
 * @param fading whether that resolution is being faded in
 * @param images real images shown so far
 * @param realScore mean score of real images
 * @param fakeScore mean score of generated images
 * @param diversity how far the images of the fixed grid differ, see {@link Diversity}
 * @param skippedSteps steps left out so far because a gradient was not finite
 * @param notFinite names of the losses, scores and penalties that are not finite
 */
public record HealthSample(
        int resolution,
        String size,
        boolean fading,
        long images,
        double realScore,
        double fakeScore,
        double diversity,
        long skippedSteps,
        List<String> notFinite) {
    /** Copies the list. */
    public HealthSample {
        notFinite = List.copyOf(notFinite);
    }

    double gap() {
        return realScore - fakeScore;
    }
}
