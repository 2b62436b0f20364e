package io.github.stylegan4j.train.health;

/**
 * Says that a symptom has appeared, or that it is over.
 *
 * @param symptom what was seen
 * @param over whether it is over; otherwise it has just appeared
 * @param text what was seen in which numbers, what it means and what helps, for people
 */
public record HealthWarning(Symptom symptom, boolean over, String text) {}
