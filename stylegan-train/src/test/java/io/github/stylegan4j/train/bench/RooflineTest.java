package io.github.stylegan4j.train.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.stylegan4j.spi.BackendOptions;
import io.github.stylegan4j.train.bench.BenchKernels.Kernel;
import io.github.stylegan4j.tuning.ConvMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RooflineTest {
    /** Enough to see every kind of body, and little to compute. */
    private static final Set<String> FEW =
            Set.of("matmul 1024", "conv by weights 512@4", "Adam", "running average", "copy");

    private static List<Kernel> all() {
        BenchKernels kernels = new BenchKernels(16);
        List<Kernel> all = new ArrayList<>(kernels.convolutions());
        all.addAll(kernels.others());
        all.addAll(BenchKernels.updates());
        all.add(kernels.randomNumbers());
        return all;
    }

    @Test
    void kernelsHaveNamesOfTheirOwnAndWorkToDo() {
        List<Kernel> all = all();

        assertEquals(all.size(), all.stream().map(Kernel::name).distinct().count());
        for (Kernel k : all) {
            assertTrue(k.flops() >= 0 && k.bytes() > 0, k.name());
        }
    }

    @Test
    void bytesAreThoseOfOperandsAndResults() {
        Kernel product =
                all().stream()
                        .filter(k -> k.name().equals("matmul 1024"))
                        .findFirst()
                        .orElseThrow();

        assertEquals(3 * 4.0 * 1024 * 1024, product.bytes());
        assertEquals(2.0 * 1024 * 1024 * 1024, product.flops());
    }

    @Test
    void kernelsAreTimedBesideTheLimit() {
        List<Kernel> few = all();
        few.removeIf(k -> !FEW.contains(k.name()));
        List<Roofline.Row> rows = new ArrayList<>();

        new Roofline("cpu", BackendOptions.defaults(), 1e-9).measure(ConvMode.AUTO, few, rows::add);

        assertEquals(FEW, rows.stream().map(Roofline.Row::kernel).collect(Collectors.toSet()));
        for (Roofline.Row r : rows) {
            assertTrue(r.gflops() > 0 && r.ms().median() > 0 && r.byteRate() > 0, r::toString);
        }
    }
}
