package io.github.stylegan4j.train;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.stylegan.Generator;
import io.github.stylegan4j.stylegan.Truncation;
import io.github.stylegan4j.stylegan.layer.Noise;
import io.github.stylegan4j.tensor.Rng;
import io.github.stylegan4j.tensor.Scope;
import io.github.stylegan4j.tensor.Tensor;
import io.github.stylegan4j.train.data.DataException;
import io.github.stylegan4j.train.data.ImageSource;
import io.github.stylegan4j.train.data.RealImageProcessing;
import io.github.stylegan4j.train.health.Diversity;
import io.github.stylegan4j.train.image.GridSize;
import io.github.stylegan4j.train.image.ImageGrid;
import io.github.stylegan4j.train.image.Quantization;
import java.awt.image.BufferedImage;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The grid that shows how a generator comes along: always the same latents, labels and noise,
 * without truncation.
 */
final class SampleGrid implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SampleGrid.class);

    /** Images made at a time. */
    static final int BATCH = 16;

    private final ImageSource source;
    private final GridSize size;
    private final int[] shown;
    private final Tensor latents;
    private final Tensor labels;
    private final Map<Integer, Double> realSpreads = new HashMap<>();

    /**
     * A grid of random latents, and of real images with their labels: random ones, or by class.
     *
     * @param rng where the choice comes from
     */
    SampleGrid(TrainingConfig config, ImageSource source, Backend backend, Rng rng) {
        this.source = source;
        this.size = config.monitoring().gridOf(source.width(), source.height());
        this.shown = GridImages.choose(source, config.monitoring().layout(), size, rng);
        latents =
                rng.normal(backend, Shape.of(shown.length, config.networks().latentSize())).keep();
        try {
            Tensor rows = Labels.of(source, shown, backend);
            labels = rows == null ? null : rows.keep();
        } catch (RuntimeException | Error e) {
            Closeables.closeAfter(e, latents::close);
            throw e;
        }
    }

    /** The real images, at full resolution. */
    BufferedImage reals() {
        int imageSize = source.channels() * source.height() * source.width();
        float[] images = new float[shown.length * imageSize];
        for (int i = 0; i < shown.length; i++) {
            RealImageProcessing.toFloat(
                    source.image(shown[i]), source.width(), false, images, i * imageSize);
        }
        return draw(images);
    }

    /**
     * What a generator has made of the latents.
     *
     * @param picture the grid
     * @param spread how far its images differ, see {@link Diversity#spread}
     */
    record Fakes(BufferedImage picture, double spread) {}

    /** What a generator makes of the latents; waits for the device. */
    Fakes fakes(Generator generator, double lod) {
        int imageSize = source.channels() * source.height() * source.width();
        float[] images = new float[shown.length * imageSize];
        for (int from = 0; from < shown.length; from += BATCH) {
            int to = Math.min(shown.length, from + BATCH);
            try (Scope scope = Scope.open("grid")) {
                Tensor made =
                        generator.generate(
                                latents.slice(0, from, to).contiguous(),
                                labels == null ? null : labels.slice(0, from, to).contiguous(),
                                Truncation.none(),
                                lod,
                                Noise.constant());
                float[] values = made.toFloats();
                System.arraycopy(values, 0, images, from * imageSize, values.length);
            }
        }
        BufferedImage picture = draw(images);
        for (int i = 0; i < images.length; i++) {
            images[i] = Math.max(-1, Math.min(1, images[i]));
        }
        return new Fakes(picture, Diversity.spread(images, shown.length));
    }

    /**
     * How far the real images of the grid differ at a resolution.
     *
     * @return NaN if they can no longer be read
     */
    double realSpread(int resolution) {
        return realSpreads.computeIfAbsent(resolution, this::measuredSpread);
    }

    private double measuredSpread(int resolution) {
        int block = source.resolution() / resolution;
        int width = source.width() / block;
        int imageSize = source.channels() * (source.height() / block) * width;
        float[] images = new float[shown.length * imageSize];
        try {
            for (int i = 0; i < shown.length; i++) {
                byte[] image = source.image(shown[i], resolution);
                RealImageProcessing.toFloat(image, width, false, images, i * imageSize);
            }
        } catch (DataException e) {
            LOG.warn("The diversity of the real images is not known: {}", e.getMessage());
            return Double.NaN;
        }
        return Diversity.spread(images, shown.length);
    }

    private BufferedImage draw(float[] images) {
        return ImageGrid.draw(
                images,
                source.channels(),
                source.height(),
                source.width(),
                size,
                Quantization.GRID);
    }

    @Override
    public void close() {
        latents.close();
        if (labels != null) {
            labels.close();
        }
    }
}
