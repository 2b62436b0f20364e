package io.github.stylegan4j.train.data;

import java.util.Objects;

/**
 * Images that are computed and not read, for benchmarks and trials: a disc on a gradient, whose
 * colours, place and size follow from the number of the image alone. There are ten classes, by the
 * size of the disc.
 */
public final class SyntheticSource extends FittedImageSource {
    /** How the source is called where a path is expected; {@code synthetic:N} has N images. */
    public static final String NAME = "synthetic";

    private static final int DEFAULT_COUNT = 10_000;
    private static final int CLASSES = 10;
    private static final int NUMBERS = 16;

    private final int count;

    private SyntheticSource(int count, ImageOptions options) {
        super(NAME + "-" + count, options);
        this.count = count;
    }

    /**
     * So many images.
     *
     * @param count from 1
     * @param options size, channels and labels
     */
    public static SyntheticSource of(int count, ImageOptions options) {
        if (count < 1) {
            throw new IllegalArgumentException(
                    "count is " + count + "; allowed is 1 or more synthetic images");
        }
        return new SyntheticSource(count, options);
    }

    /** Whether a text asks for synthetic images. */
    static boolean isMeant(String data) {
        return data.equals(NAME) || data.startsWith(NAME + ":");
    }

    /** The source that a text, {@code synthetic} or {@code synthetic:N}, asks for. */
    static SyntheticSource parse(String data, ImageOptions options) {
        if (data.equals(NAME)) {
            return of(DEFAULT_COUNT, options);
        }
        String number = data.substring(NAME.length() + 1);
        try {
            return of(Integer.parseInt(number), options);
        } catch (NumberFormatException e) {
            throw new DataException(
                    "'"
                            + data
                            + "' asks for '"
                            + number
                            + "' synthetic images; give a whole number",
                    e);
        }
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public byte[] image(int index) {
        Objects.checkIndex(index, count);
        float[] random = new float[NUMBERS];
        long key = CounterRandom.key(index, 0);
        for (int i = 0; i < NUMBERS; i++) {
            random[i] = CounterRandom.below(1 << 16, key, i) / 65536f;
        }
        int height = height();
        int width = width();
        float radius = 0.1f + 0.03f * classOf(index);
        byte[] bytes = new byte[channels() * height * width];
        int at = 0;
        for (int c = 0; c < channels(); c++) {
            for (int y = 0; y < height; y++) {
                float v = (y + 0.5f) / height;
                float dy = v - 0.3f - 0.4f * random[0];
                for (int x = 0; x < width; x++) {
                    float u = (x + 0.5f) / width;
                    float dx = u - 0.3f - 0.4f * random[1];
                    boolean inside = dx * dx + dy * dy < radius * radius;
                    float gradient =
                            random[4 + c] * u + random[8 + c] * (1 - u) * v + 0.2f * random[2];
                    float value = inside ? random[12 + c] : gradient / 1.2f;
                    bytes[at++] = (byte) (int) (255 * Math.min(value, 1));
                }
            }
        }
        return bytes;
    }

    private static int classOf(int index) {
        return CounterRandom.below(CLASSES, CounterRandom.key(index, 1), 0);
    }

    @Override
    public String imageName(int index) {
        return "image " + index;
    }

    @Override
    public int labelSize() {
        int most = options().maxLabelSize();
        return most == ImageOptions.LABELS_IF_ANY ? CLASSES : Math.min(CLASSES, most);
    }

    @Override
    public float[] label(int index) {
        float[] label = new float[labelSize()];
        int c = classOf(index);
        if (c < label.length) {
            label[c] = 1;
        }
        return label;
    }

    @Override
    public String fingerprint() {
        return "synthetic-1-"
                + count
                + "-"
                + channels()
                + "x"
                + height()
                + "x"
                + width()
                + "-"
                + labelSize();
    }
}
