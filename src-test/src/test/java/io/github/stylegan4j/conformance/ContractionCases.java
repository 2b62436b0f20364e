package io.github.stylegan4j.conformance;

import io.github.stylegan4j.array.Shape;
import io.github.stylegan4j.tensor.Conv2d;
import io.github.stylegan4j.tensor.Conv2dInputGrad;
import io.github.stylegan4j.tensor.Conv2dWeightGrad;
import io.github.stylegan4j.tensor.MatMul;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Rows of the matrix product and of the convolution with its two adjoints. */
final class ContractionCases {
    private ContractionCases() {}

    static List<OpCase> all() {
        List<OpCase> cases = new ArrayList<>();
        matmul(cases);
        small(cases);
        random(cases);
        List<OpCase> large = new ArrayList<>();
        large(large);
        large.forEach(c -> cases.add(c.large()));
        return cases;
    }

    private static void matmul(List<OpCase> cases) {
        RandomGenerator random = Seeds.random("matmul");
        product(cases, 1, 1, 1);
        product(cases, 3, 0, 2);
        product(cases, 0, 3, 2);
        product(cases, 1, 127, 1);
        for (int i = 0; i < 6; i++) {
            product(cases, Shapes.extent(random), Shapes.extent(random), Shapes.extent(random));
        }
        product(cases, 5, 4, 3, 2);
        product(cases, 3, 5, 2, 2, 3);
        product(cases, 3, 5, 2, 0);
        List<OpCase> large = new ArrayList<>();
        product(large, 63, 65, 33);
        product(large, 129, 128, 127);
        product(large, 1, 513, 300);
        product(large, 300, 513, 1);
        product(large, 2, 515, 66);
        product(large, 17, 1, 1031);
        product(large, 31, 33, 65, 3);
        product(large, 8, 512, 512);
        large.forEach(c -> cases.add(c.large()));
    }

    private static void product(List<OpCase> cases, int m, int k, int n, int... lead) {
        cases.add(
                OpCase.of(
                        new MatMul(factor(m + k + n)),
                        Precision.SUM,
                        Operand.normal(join(lead, m, k)),
                        Operand.normal(join(lead, k, n))));
    }

    private static int[] join(int[] lead, int a, int b) {
        int[] d = Arrays.copyOf(lead, lead.length + 2);
        d[lead.length] = a;
        d[lead.length + 1] = b;
        return d;
    }

    private static void small(List<OpCase> cases) {
        triple(cases, 1, 0, 1, new int[] {1, 1, 1, 1}, 1, 1, 1);
        triple(cases, 1, 1, 1, new int[] {2, 3, 5, 7}, 4, 3, 3);
        triple(cases, 1, 0, 1, new int[] {2, 5, 3, 4}, 3, 1, 1);
        triple(cases, 2, 1, 2, new int[] {2, 4, 9, 8}, 6, 3, 3);
        triple(cases, 1, 0, 1, new int[] {3, 2, 4, 4}, 5, 4, 4);
        triple(cases, 2, 1, 1, new int[] {2, 2, 7, 5}, 3, 2, 3);
        triple(cases, 1, 1, 5, new int[] {2, 5, 6, 6}, 5, 3, 3);
        triple(cases, 3, 0, 1, new int[] {1, 2, 8, 8}, 2, 2, 2);
        triple(cases, 1, 3, 1, new int[] {1, 2, 2, 3}, 2, 3, 3);
        triple(cases, 2, 0, 1, new int[] {1, 1, 6, 6}, 1, 1, 1);
        triple(cases, 1, 2, 1, new int[] {1, 1, 1, 6}, 2, 5, 5);
        triple(cases, 1, 1, 1, new int[] {0, 2, 4, 4}, 3, 3, 3);
        triple(cases, 2, 1, 1, new int[] {2, 3, 8, 8}, 4, 4, 4);
    }

    private static void random(List<OpCase> cases) {
        RandomGenerator random = Seeds.random("convolution");
        for (int i = 0; i < 12; i++) {
            int groups = random.nextInt(1, 4);
            int kh = random.nextInt(1, 5);
            int kw = random.nextInt(1, 5);
            int[] images = {
                random.nextInt(1, 4),
                groups * random.nextInt(1, 5),
                kh + random.nextInt(8),
                kw + random.nextInt(8)
            };
            int stride = random.nextInt(1, 4);
            int out = groups * random.nextInt(1, 5);
            triple(cases, stride, random.nextInt(3), groups, images, out, kh, kw);
        }
    }

    private static void large(List<OpCase> cases) {
        triple(cases, 1, 1, 1, new int[] {1, 67, 5, 5}, 65, 3, 3);
        triple(cases, 1, 0, 1, new int[] {2, 129, 9, 9}, 31, 1, 1);
        triple(cases, 1, 0, 1, new int[] {2, 17, 40, 61}, 3, 1, 1);
        triple(cases, 1, 0, 1, new int[] {1, 3, 64, 33}, 21, 1, 1);
        triple(cases, 1, 1, 1, new int[] {2, 8, 33, 31}, 9, 3, 3);
        triple(cases, 2, 1, 1, new int[] {1, 16, 32, 32}, 17, 4, 4);
        triple(cases, 1, 1, 1, new int[] {40, 1, 17, 17}, 1, 3, 3);
        triple(cases, 1, 0, 1, new int[] {3, 65, 4, 4}, 33, 4, 4);
        triple(cases, 1, 1, 16, new int[] {2, 16, 15, 17}, 32, 3, 3);
        triple(cases, 1, 1, 1, new int[] {5, 3, 64, 64}, 2, 3, 3);
        triple(cases, 1, 1, 1, new int[] {2, 128, 8, 8}, 128, 3, 3);
        triple(cases, 1, 1, 1, new int[] {1, 511, 4, 4}, 65, 3, 3);
        triple(cases, 1, 1, 1, new int[] {1, 3, 129, 127}, 17, 3, 3);
    }

    /** The convolution of images [N, C, H, W] and both its adjoints. */
    private static void triple(
            List<OpCase> cases,
            int stride,
            int pad,
            int groups,
            int[] images,
            int out,
            int kh,
            int kw) {
        double factor = factor(images[1] + out);
        Conv2d conv = new Conv2d(stride, pad, groups, factor);
        Operand x = Operand.normal(images);
        Operand w = Operand.normal(out, images[1] / groups, kh, kw);
        Shape result = conv.outputShape(x.shape(), w.shape());
        Operand g = new Operand(result, Domain.NORMAL);
        cases.add(OpCase.of(conv, Precision.SUM, x, w));
        cases.add(
                OpCase.of(
                        new Conv2dInputGrad(stride, pad, groups, images[2], images[3], factor),
                        Precision.SUM,
                        g,
                        w));
        cases.add(
                OpCase.of(
                        new Conv2dWeightGrad(stride, pad, groups, kh, kw, factor),
                        Precision.SUM,
                        x,
                        g));
    }

    /** Most cases have one that no kernel can ignore unseen. */
    private static double factor(int extents) {
        return extents % 4 == 3 ? 1 : -0.7;
    }
}
