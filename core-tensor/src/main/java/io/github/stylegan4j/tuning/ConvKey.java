package io.github.stylegan4j.tuning;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A convolution as choices depend on it: everything but the minibatch, so that an image's values do
 * not depend on how many others are computed beside it.
 *
 * <p>Extents are those of the forward convolution in every role: images {@code [N, inChannels,
 * height, width]}, weights {@code [outChannels, inChannels / groups, kernelHeight, kernelWidth]}.
 *
 * @param role which of the three convolutions
 * @param inChannels channels of the images convolved
 * @param outChannels channels of the result
 * @param height their height in pixels
 * @param width their width in pixels
 * @param kernelHeight height of a kernel
 * @param kernelWidth width of a kernel
 * @param stride step between windows, along both axes
 * @param padding zeros added on each side, along both axes
 * @param groups parts the channels are divided into, each convolved by itself
 */
public record ConvKey(
        ConvRole role,
        int inChannels,
        int outChannels,
        int height,
        int width,
        int kernelHeight,
        int kernelWidth,
        int stride,
        int padding,
        int groups) {
    private static final Pattern TEXT =
            Pattern.compile(
                    "([a-z-]{1,16}) (\\d{1,9})>(\\d{1,9}) (\\d{1,9})x(\\d{1,9})"
                            + " k(\\d{1,9})x(\\d{1,9}) s(\\d{1,9}) p(\\d{1,9}) g(\\d{1,9})");

    /**
     * Whether Winograd's minimal filtering with 3 x 3 kernels can compute it at all: stride 1, one
     * group, padding of at most 2.
     */
    public boolean admitsWinograd() {
        return kernelHeight == 3 && kernelWidth == 3 && stride == 1 && groups == 1 && padding <= 2;
    }

    /** One line for files and tables, for example {@code forward 512>512 16x16 k3x3 s1 p1 g1}. */
    public String text() {
        return String.format(
                Locale.ROOT,
                "%s %d>%d %dx%d k%dx%d s%d p%d g%d",
                role.label(),
                inChannels,
                outChannels,
                height,
                width,
                kernelHeight,
                kernelWidth,
                stride,
                padding,
                groups);
    }

    /**
     * Reads what {@link #text} wrote.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static ConvKey parse(String text) {
        Matcher m = TEXT.matcher(text);
        if (m.matches()) {
            int[] n = new int[m.groupCount() - 1];
            for (int i = 0; i < n.length; i++) {
                n[i] = Integer.parseInt(m.group(i + 2));
            }
            for (ConvRole role : ConvRole.values()) {
                if (role.label().equals(m.group(1))) {
                    return new ConvKey(role, n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7], n[8]);
                }
            }
        }
        throw new IllegalArgumentException(
                "'"
                        + text
                        + "' is no convolution; allowed is a text such as"
                        + " 'forward 512>512 16x16 k3x3 s1 p1 g1'");
    }
}
