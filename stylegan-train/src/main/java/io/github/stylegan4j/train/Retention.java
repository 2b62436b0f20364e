package io.github.stylegan4j.train;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which checkpoints and network snapshots of a run are kept: the newest ones, the best one, and one
 * every so often forever.
 *
 * @param newest how many of the newest; 0 for all
 * @param everyImages of each stretch of so many images, the first one is kept; 0 for none
 */
record Retention(int newest, long everyImages) {
    /**
     * The moments whose files are given up.
     *
     * <p>Those of a later moment than this one do not count and stay: a run that was resumed from
     * an older checkpoint, because those could not be read, must not give up its own for them.
     *
     * @param moments images shown when each file was written
     * @param best the best moment; negative for none
     * @param now images shown when the last file was written
     */
    Set<Long> givenUp(Collection<Long> moments, long best, long now) {
        List<Long> past = new TreeSet<>(moments).stream().filter(m -> m <= now).toList();
        Set<Long> result = new HashSet<>();
        if (newest == 0) {
            return result;
        }
        long stretch = 0;
        for (int i = 0; i < past.size(); i++) {
            long moment = past.get(i);
            boolean first = everyImages > 0 && moment / everyImages > stretch;
            stretch = first ? moment / everyImages : stretch;
            if (!first && moment != best && i < past.size() - newest) {
                result.add(moment);
            }
        }
        return result;
    }
}
