package io.github.stylegan4j.train.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Finds what somebody meant who mistyped a name. */
public final class NearestName {
    private static final int MAX_LENGTH = 200;

    private NearestName() {}

    /**
     * The name that fewest insertions, removals and replacements of a character turn a text into,
     * without regard to case, hyphens and underscores; of several, the first.
     *
     * @param text what was found; more than 200 characters are not looked at
     * @param names what is allowed, not empty
     */
    public static String of(String text, Collection<String> names) {
        String found = plain(text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) : text);
        return names.stream()
                .min(Comparator.comparingInt(name -> distance(found, plain(name))))
                .orElseThrow(() -> new IllegalArgumentException("No name is allowed"));
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[-_]", "");
    }

    /** Levenshtein's distance, a row of the table at a time. */
    private static int distance(String a, String b) {
        int[] above = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(above[j], row[j - 1]) + 1);
            }
            above = row;
        }
        return above[b.length()];
    }
}
