package io.github.stylegan4j.train;

import io.github.stylegan4j.train.data.ImageSource;

/** Images of another source; what is to be different is overridden. */
class ForwardingImages implements ImageSource {
    private final ImageSource images;

    ForwardingImages(ImageSource images) {
        this.images = images;
    }

    @Override
    public int count() {
        return images.count();
    }

    @Override
    public int channels() {
        return images.channels();
    }

    @Override
    public int resolution() {
        return images.resolution();
    }

    @Override
    public byte[] image(int index) {
        return images.image(index);
    }

    @Override
    public String imageName(int index) {
        return images.imageName(index);
    }

    @Override
    public int labelSize() {
        return images.labelSize();
    }

    @Override
    public float[] label(int index) {
        return images.label(index);
    }

    @Override
    public String name() {
        return images.name();
    }

    @Override
    public String fingerprint() {
        return images.fingerprint();
    }
}
