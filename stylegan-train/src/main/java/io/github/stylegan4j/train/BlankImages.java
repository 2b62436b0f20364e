package io.github.stylegan4j.train;

import io.github.stylegan4j.train.data.ImageSource;

/**
 * Black images of the size of others, and blank labels: for steps of which only the memory counts.
 *
 * @param like whose sizes they have; it is not read
 */
record BlankImages(ImageSource like) implements ImageSource {
    @Override
    public int count() {
        return 1;
    }

    @Override
    public int channels() {
        return like.channels();
    }

    @Override
    public int resolution() {
        return like.resolution();
    }

    @Override
    public int height() {
        return like.height();
    }

    @Override
    public int width() {
        return like.width();
    }

    @Override
    public byte[] image(int index) {
        return new byte[channels() * height() * width()];
    }

    @Override
    public byte[] image(int index, int level) {
        int halvings = resolution() / level;
        return new byte[channels() * (height() / halvings) * (width() / halvings)];
    }

    @Override
    public String imageName(int index) {
        return name();
    }

    @Override
    public int labelSize() {
        return like.labelSize();
    }

    @Override
    public float[] label(int index) {
        return new float[labelSize()];
    }

    @Override
    public String name() {
        return "blank images";
    }

    @Override
    public String fingerprint() {
        return "";
    }
}
