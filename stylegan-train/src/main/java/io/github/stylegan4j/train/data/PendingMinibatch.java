package io.github.stylegan4j.train.data;

import io.github.stylegan4j.array.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** A minibatch that background threads are filling, one task per image. */
final class PendingMinibatch {
    private final ImageSource source;
    private final Minibatch minibatch;
    private final List<Future<?>> tasks = new ArrayList<>();

    /** Takes the images from {@code position} on and hands their decoding to the workers. */
    PendingMinibatch(
            ImageSource source,
            ShuffledOrder order,
            boolean mirror,
            long position,
            int size,
            int resolution,
            ExecutorService workers) {
        this.source = source;
        int block = source.resolution() / resolution;
        int height = source.height() / block;
        int width = source.width() / block;
        int imageSize = source.channels() * height * width;
        int labelSize = source.labelSize();
        this.minibatch =
                new Minibatch(
                        new float[Shape.of(size, imageSize).size()],
                        size,
                        source.channels(),
                        height,
                        width,
                        resolution,
                        new float[Shape.of(size, labelSize).size()],
                        labelSize,
                        new int[size],
                        position);
        for (int i = 0; i < size; i++) {
            int slot = i;
            int index = order.index(position + i);
            boolean mirrored = mirror && order.mirrored(position + i);
            minibatch.indices()[i] = index;
            tasks.add(workers.submit(() -> fill(slot, index, mirrored, imageSize)));
        }
    }

    private void fill(int slot, int index, boolean mirrored, int imageSize) {
        byte[] image = source.image(index, minibatch.resolution());
        RealImageProcessing.toFloat(
                image, minibatch.width(), mirrored, minibatch.images(), slot * imageSize);
        int labelSize = minibatch.labelSize();
        if (labelSize > 0) {
            System.arraycopy(
                    source.label(index), 0, minibatch.labels(), slot * labelSize, labelSize);
        }
    }

    boolean is(long position, int size, int resolution) {
        return minibatch.position() == position
                && minibatch.size() == size
                && minibatch.resolution() == resolution;
    }

    void cancel() {
        tasks.forEach(task -> task.cancel(false));
    }

    /**
     * Waits until every image is there. An interrupt does not break that off, so that who trains
     * can finish the step and save; it is still set afterwards.
     *
     * @throws DataException naming the image that could not be loaded
     */
    Minibatch await() {
        boolean interrupted = false;
        try {
            for (int i = 0; i < tasks.size(); ) {
                try {
                    tasks.get(i).get();
                    i++;
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw failure(minibatch.indices()[i], e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        return minibatch;
    }

    private DataException failure(int index, Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        String name = source.imageName(index);
        String reason = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return new DataException(
                reason.contains(name)
                        ? reason
                        : "Image " + name + " of " + source.name() + " cannot be loaded: " + reason,
                cause);
    }
}
