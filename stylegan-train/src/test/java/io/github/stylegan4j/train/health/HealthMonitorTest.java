package io.github.stylegan4j.train.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HealthMonitorTest {
    private final HealthLimits limits = HealthLimits.defaults().withFromImages(1000);
    private final HealthMonitor monitor = HealthMonitor.of(limits);
    private long images;

    private HealthSample sample(double real, double fake, double diversity) {
        images += 100;
        return new HealthSample(32, "32x48", false, images, real, fake, diversity, 0, List.of());
    }

    private List<HealthWarning> scores(double real, double fake) {
        return monitor.observe(sample(real, fake, 0.8));
    }

    private List<HealthWarning> diversity(double value) {
        return monitor.observe(sample(0.5, -0.5, value));
    }

    private static String one(List<HealthWarning> news, Symptom symptom, boolean over) {
        assertEquals(1, news.size(), news.toString());
        assertEquals(symptom, news.get(0).symptom());
        assertEquals(over, news.get(0).over());
        return news.get(0).text();
    }

    @Test
    void aHealthyRunIsNotMentioned() {
        for (int i = 0; i < 100; i++) {
            double wave = Math.sin(i);
            assertEquals(
                    List.of(), monitor.observe(sample(1 + wave, -1 - wave / 2, 0.7 + 0.2 * wave)));
        }
        assertEquals(List.of(), monitor.present());
    }

    @Test
    void aCollapsedGeneratorIsReportedOnce() {
        assertEquals(List.of(), diversity(0.9));
        assertEquals(List.of(), diversity(0.1));
        assertEquals(List.of(), diversity(0.1));
        String text = one(diversity(0.12), Symptom.LOW_DIVERSITY, false);
        assertTrue(text.contains("12 %") && text.contains("mode collapse"), text);
        for (int i = 0; i < 50; i++) {
            // Up to the upper threshold it is the same trouble.
            assertEquals(List.of(), diversity(i % 2 == 0 ? 0.2 : 0.34));
        }
        assertEquals(List.of(Symptom.LOW_DIVERSITY), monitor.present());
        diversity(0.5);
        diversity(0.5);
        String over = one(diversity(0.5), Symptom.LOW_DIVERSITY, true);
        assertTrue(over.contains("50 %"), over);
        assertEquals(List.of(), monitor.present());
    }

    @Test
    void aGeneratorThatHasNotLearntYetIsGivenTime() {
        for (int i = 0; i < 9; i++) {
            assertEquals(List.of(), diversity(0.05));
        }
        diversity(0.05);
        diversity(0.05);
        one(diversity(0.05), Symptom.LOW_DIVERSITY, false);
    }

    @Test
    void aCertainDiscriminatorIsReported() {
        scores(6, -7);
        scores(6, -1);
        scores(6, -7);
        scores(6, -7);
        String text = one(scores(6.2, -7), Symptom.CERTAIN_DISCRIMINATOR, false);
        assertTrue(text.contains("6.2") && text.contains("-7.0"), text);
        scores(4.5, -4.5);
        assertEquals(List.of(Symptom.CERTAIN_DISCRIMINATOR), monitor.present());
        scores(3, -4.5);
        scores(3, -4.5);
        one(scores(3, -4.5), Symptom.CERTAIN_DISCRIMINATOR, true);
    }

    @Test
    void scoresWithoutAScaleAreNeverCertain() {
        HealthMonitor wasserstein =
                HealthMonitor.of(limits.withCertainScore(Double.POSITIVE_INFINITY));
        for (int i = 0; i < 20; i++) {
            assertEquals(List.of(), wasserstein.observe(sample(90, -80, 0.8)));
        }
    }

    @Test
    void aGapThatGrowsIsReported() {
        List<HealthWarning> all = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            double gap = 1 + 0.2 * i;
            all.addAll(scores(gap / 2, -gap / 2));
        }
        String text = one(all, Symptom.GROWING_GAP, false);
        assertTrue(text.contains("from 1.40 to"), text);
    }

    @Test
    void aNewResolutionIsJudgedAnew() {
        for (int i = 0; i < 10; i++) {
            scores(0.5, -0.5);
        }
        for (int i = 0; i < 40; i++) {
            HealthSample next = new HealthSample(64, "64x96", true, 5000, 4, -4, 0.8, 0, List.of());
            assertEquals(List.of(), monitor.observe(next));
        }
    }

    @Test
    void numbersThatAreNotFiniteAreReportedAtOnce() {
        HealthSample bad =
                new HealthSample(
                        32,
                        "32x48",
                        false,
                        5,
                        Double.NaN,
                        1,
                        Double.NaN,
                        3,
                        List.of("loss_d", "loss_g"));
        List<HealthWarning> news = monitor.observe(bad);
        assertEquals(2, news.size());
        assertEquals(Symptom.NOT_FINITE, news.get(0).symptom());
        assertTrue(news.get(0).text().contains("loss_d, loss_g"), news.get(0).text());
        assertEquals(Symptom.SKIPPED_STEPS, news.get(1).symptom());
        assertTrue(news.get(1).text().contains("3 steps"), news.get(1).text());
        assertEquals(List.of(), monitor.observe(bad), "nothing new");
    }

    @Test
    void limitsThatMakeNoSenseAreRefused() {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> limits.withDiversity(0.5, 0.4));
        assertTrue(e.getMessage().startsWith("goodDiversity is 0.4"), e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> limits.withPatience(0));
    }
}
