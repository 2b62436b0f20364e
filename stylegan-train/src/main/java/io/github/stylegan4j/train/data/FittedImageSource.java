package io.github.stylegan4j.train.data;

import java.util.Objects;

/** Images that are brought to the size and the channels that {@link ImageOptions} ask for. */
public abstract sealed class FittedImageSource implements ImageSource
        permits EncodedImageSource, StoredImageSource, SyntheticSource {
    private final String name;
    private final ImageOptions options;

    FittedImageSource(String name, ImageOptions options) {
        this.name = Objects.requireNonNull(name, "name");
        this.options = Objects.requireNonNull(options, "options");
    }

    /** How what is stored becomes images. */
    public ImageOptions options() {
        return options;
    }

    @Override
    public int channels() {
        return options.channels();
    }

    @Override
    public int resolution() {
        return options.resolution();
    }

    @Override
    public int height() {
        return options.height();
    }

    @Override
    public int width() {
        return options.width();
    }

    @Override
    public String name() {
        return name;
    }
}
