package io.github.stylegan4j.train.data;

import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decodes every file of a source once: finds the bad ones before training starts, keeps as many
 * decoded images as allowed, and takes the source's fingerprint.
 */
final class OpeningPass {
    private static final Logger LOG = LoggerFactory.getLogger(OpeningPass.class);
    private static final int REPORT_EVERY = 10_000;

    /** So few files that threads are not worth starting. */
    private static final int FEW = 4;

    private final ImageOptions options;
    private final ImageDecoder decoder;
    private final MessageDigest digest = Fingerprint.sha256();
    private final List<EncodedImage> good = new ArrayList<>();
    private final List<byte[]> cache = new ArrayList<>();
    private final List<BadImage> bad = new ArrayList<>();

    OpeningPass(ImageOptions options) {
        this.options = options;
        this.decoder = new ImageDecoder(options);
    }

    /**
     * What the pass found.
     *
     * @param good the files that can be decoded, in order
     * @param cache the first decoded images, as many as allowed
     * @param bad the other files, in order
     * @param fingerprint digest of the good files' decoded images in order
     */
    record Result(
            List<EncodedImage> good, List<byte[]> cache, List<BadImage> bad, String fingerprint) {}

    /** The outcome of one file: decoded pixels and their digest, or what is wrong. */
    private record Outcome(EncodedImage file, byte[] pixels, byte[] digest, BadImage bad) {}

    /**
     * Decodes all files, a few in the calling thread and more on as many threads as there are
     * processors; the result does not depend on their number.
     */
    Result run(List<EncodedImage> files) {
        if (files.size() <= FEW) {
            files.forEach(file -> accept(decode(file)));
        } else {
            runAhead(files);
        }
        return new Result(good, cache, bad, Fingerprint.hex(digest));
    }

    private void runAhead(List<EncodedImage> files) {
        int threads = Math.max(1, Math.min(Runtime.getRuntime().availableProcessors(), 16));
        ExecutorService workers =
                Executors.newFixedThreadPool(threads, DaemonThreads.named("stylegan4j-open"));
        try {
            Queue<Future<Outcome>> ahead = new ArrayDeque<>();
            int next = 0;
            for (int done = 0; done < files.size(); done++) {
                while (next < files.size() && ahead.size() < 4 * threads) {
                    EncodedImage file = files.get(next++);
                    ahead.add(workers.submit(() -> decode(file)));
                }
                accept(get(ahead.remove()));
                if ((done + 1) % REPORT_EVERY == 0) {
                    LOG.info("checked {} of {} images", done + 1, files.size());
                }
            }
        } finally {
            workers.shutdownNow();
        }
    }

    private Outcome decode(EncodedImage file) {
        try {
            byte[] pixels = file.decode(decoder);
            return new Outcome(file, pixels, Fingerprint.sha256().digest(pixels), null);
        } catch (BadImageException e) {
            LOG.debug("bad image {}", file.name(), e);
            return new Outcome(file, null, null, new BadImage(file.name(), e.getMessage()));
        }
    }

    private void accept(Outcome outcome) {
        if (outcome.bad() != null) {
            bad.add(outcome.bad());
            return;
        }
        good.add(outcome.file());
        digest.update(outcome.digest());
        if ((cache.size() + 1L) * options.imageBytes() <= options.cacheBytes()) {
            cache.add(outcome.pixels());
        }
    }

    private static Outcome get(Future<Outcome> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DataException("The thread was interrupted while images were decoded.", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new DataException("Decoding images failed: " + e.getCause(), e.getCause());
        }
    }
}
