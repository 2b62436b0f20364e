package io.github.stylegan4j.train.data.tool;

/**
 * The order in which the published StyleGAN writes the images of a data set: 0 to n - 1, shuffled
 * as NumPy's {@code RandomState(123).shuffle} does it.
 *
 * <p>Source: Matsumoto, Nishimura, "Mersenne Twister", ACM TOMACS 8 (1998); NumPy's legacy random
 * generator.
 */
final class PublishedOrder {
    private static final int SEED = 123;
    private static final int WORDS = 624;
    private static final int OFFSET = 397;

    private final int[] state = new int[WORDS];
    private int next = WORDS;

    private PublishedOrder() {
        state[0] = SEED;
        for (int i = 1; i < WORDS; i++) {
            state[i] = 1812433253 * (state[i - 1] ^ (state[i - 1] >>> 30)) + i;
        }
    }

    /** The order of so many images. */
    static int[] of(int count) {
        PublishedOrder random = new PublishedOrder();
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            order[i] = i;
        }
        for (int i = count - 1; i > 0; i--) {
            int j = random.upTo(i);
            int moved = order[i];
            order[i] = order[j];
            order[j] = moved;
        }
        return order;
    }

    /** A number from 0 to {@code most}: bits are drawn anew until they are not too many. */
    private int upTo(int most) {
        int mask = -1 >>> Integer.numberOfLeadingZeros(most);
        int value = bits() & mask;
        while (value > most) {
            value = bits() & mask;
        }
        return value;
    }

    private int bits() {
        if (next == WORDS) {
            renew();
        }
        int y = state[next++];
        y ^= y >>> 11;
        y ^= (y << 7) & 0x9D2C5680;
        y ^= (y << 15) & 0xEFC60000;
        return y ^ (y >>> 18);
    }

    private void renew() {
        for (int i = 0; i < WORDS; i++) {
            int y = (state[i] & 0x80000000) | (state[(i + 1) % WORDS] & 0x7FFFFFFF);
            int twist = (y & 1) == 0 ? 0 : 0x9908B0DF;
            state[i] = state[(i + OFFSET) % WORDS] ^ (y >>> 1) ^ twist;
        }
        next = 0;
    }
}
