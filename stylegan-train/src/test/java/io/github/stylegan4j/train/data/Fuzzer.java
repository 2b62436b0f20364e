package io.github.stylegan4j.train.data;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Gives damaged input to a reader, which must succeed or fail with an exception that its
 * documentation names, in bounded memory and time. Undamaged input must be read, and some of the
 * damaged as well: a reader that refuses everything is not tested.
 *
 * <p>{@code -Dtests.fuzz=10000} sets the number of inputs for each reader, {@code -Dtests.seed=N}
 * repeats a run. All that a reader of ours takes for one input in the thread that asks, garbage
 * included, is counted, and readers use no other thread but to decode more than four pictures; the
 * decoders of pictures are libraries that make a lot of garbage, and what they keep is limited by
 * the heap alone: {@code -Dtests.heap=256m}.
 */
final class Fuzzer {
    private static final int INPUTS = Integer.getInteger("tests.fuzz", 200);
    private static final long SEED = Long.getLong("tests.seed", 20260101);
    private static final long MOST_BYTES = 256L << 20;
    private static final int MOST_SECONDS = 60;
    private static final int UNDAMAGED = -1;
    private static final int[] SPECIAL = {0, 1, -1, 2, 4, 127, 128, 255, 256, 65535, 1 << 16};

    private final ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Class<?>[] documented;
    private final List<byte[]> seeds;
    private boolean garbageCounts = true;

    /**
     * Prepares to damage inputs.
     *
     * @param seeds good inputs
     * @param documented what a reader may throw
     */
    Fuzzer(List<byte[]> seeds, Class<?>... documented) {
        this.seeds = seeds;
        this.documented = documented;
    }

    /** Leaves what is allocated and let go again out of account. */
    Fuzzer withoutGarbage() {
        garbageCounts = false;
        return this;
    }

    /** Reads an input. */
    interface Reader {
        void read(byte[] input) throws Exception;
    }

    /** Repairs what would only be refused at the door, such as a checksum. */
    interface Repair {
        void of(byte[] input);
    }

    void run(Reader reader) {
        run(reader, input -> {});
    }

    /**
     * Of half of the inputs the checksums are put right, so that what lies behind is met as well.
     */
    void run(Reader reader, Repair repair) {
        ExecutorService worker = Executors.newSingleThreadExecutor(DaemonThreads.named("fuzz"));
        try {
            for (byte[] seed : seeds) {
                assertTrue(
                        inTime(worker, reader, seed, UNDAMAGED),
                        () -> describe(seed, UNDAMAGED) + ", which is undamaged, was refused");
            }
            int good = 0;
            for (int i = 0; i < INPUTS; i++) {
                RandomGenerator random =
                        RandomGeneratorFactory.of("L64X128MixRandom").create(SEED * 1_000_003 + i);
                byte[] input = damaged(random);
                if (random.nextBoolean()) {
                    repair.of(input);
                }
                good += inTime(worker, reader, input, i) ? 1 : 0;
            }
            assertTrue(good < INPUTS, "no input was refused");
            assertTrue(good > 0, "every damaged input was refused: nothing lies behind the door");
        } finally {
            worker.shutdownNow();
        }
    }

    private boolean inTime(ExecutorService worker, Reader reader, byte[] input, int number) {
        Future<Boolean> outcome = worker.submit(() -> read(reader, input, number));
        try {
            return outcome.get(MOST_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            return fail(describe(input, number) + " took more than " + MOST_SECONDS + " s", e);
        } catch (ExecutionException e) {
            return fail(e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return fail("interrupted", e);
        }
    }

    private boolean read(Reader reader, byte[] input, int number) {
        long before = memory.getCurrentThreadAllocatedBytes();
        boolean good = false;
        try {
            reader.read(input);
            good = true;
        } catch (Exception | OutOfMemoryError | StackOverflowError e) {
            if (Arrays.stream(documented).noneMatch(c -> c == e.getClass())) {
                fail(describe(input, number) + " ended in " + e, e);
            }
            assertTrue(e.getMessage() != null && !e.getMessage().isBlank(), () -> "no message");
        }
        long used = memory.getCurrentThreadAllocatedBytes() - before;
        assertTrue(
                used < MOST_BYTES || !garbageCounts,
                () -> describe(input, number) + " took " + used + " bytes");
        return good;
    }

    private static String describe(byte[] input, int number) {
        String start = HexFormat.of().formatHex(input, 0, Math.min(256, input.length));
        return "-Dtests.seed="
                + SEED
                + " -Dtests.fuzz="
                + INPUTS
                + ": input "
                + number
                + " of "
                + input.length
                + " bytes, "
                + start;
    }

    private byte[] damaged(RandomGenerator random) {
        byte[] input = seeds.get(random.nextInt(seeds.size())).clone();
        if (random.nextInt(4) == 0) {
            changeDigit(input, random);
            return input;
        }
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            input = change(input, random);
        }
        return input;
    }

    /** What may well be another good input. */
    private static void changeDigit(byte[] input, RandomGenerator random) {
        int from = random.nextInt(input.length);
        for (int i = 0; i < input.length; i++) {
            int at = (from + i) % input.length;
            if (input[at] >= '0' && input[at] <= '9') {
                input[at] = (byte) ('0' + random.nextInt(10));
                return;
            }
        }
        input[from] ^= 1;
    }

    private byte[] change(byte[] input, RandomGenerator random) {
        if (input.length == 0) {
            return new byte[random.nextInt(8)];
        }
        // Headers are short and matter most.
        int most = random.nextBoolean() ? Math.min(64, input.length) : input.length;
        int at = random.nextInt(most);
        switch (random.nextInt(8)) {
            case 0 -> input[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> input[at] = (byte) random.nextInt();
            case 2 -> put(input, at, 4, SPECIAL[random.nextInt(SPECIAL.length)], random);
            case 3 -> put(input, at, 8, random.nextLong() >>> random.nextInt(64), random);
            case 4 -> put(input, at, 2, random.nextInt(), random);
            case 5 -> {
                return Arrays.copyOf(input, random.nextInt(input.length));
            }
            case 6 -> {
                return spliced(input, random);
            }
            default -> {
                byte[] longer = Arrays.copyOf(input, input.length + 1 + random.nextInt(32));
                int moved = input.length - at;
                System.arraycopy(input, at, longer, longer.length - moved, moved);
                return longer;
            }
        }
        return input;
    }

    private static void put(byte[] input, int at, int length, long value, RandomGenerator random) {
        boolean bigEndian = random.nextBoolean();
        for (int i = 0; i < length && at + i < input.length; i++) {
            int shift = 8 * (bigEndian ? length - 1 - i : i);
            input[at + i] = (byte) (value >>> shift);
        }
    }

    /** The beginning of one input and the end of another. */
    private byte[] spliced(byte[] input, RandomGenerator random) {
        byte[] other = seeds.get(random.nextInt(seeds.size()));
        int head = random.nextInt(input.length + 1);
        int tail = random.nextInt(other.length + 1);
        byte[] result = Arrays.copyOf(input, head + tail);
        System.arraycopy(other, other.length - tail, result, head, tail);
        return result;
    }
}
