package io.github.stylegan4j.train.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.stylegan4j.train.cli.CommandLineTest.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchCommandTest {
    private static Outcome bench(String... more) {
        List<String> args = new ArrayList<>(List.of("bench", "--device", "cpu"));
        args.addAll(Arrays.asList(more));
        return CommandLineTest.run(args.toArray(new String[0]));
    }

    @Test
    void jsonIsOneArrayWithTheKeysOfThePage() throws IOException {
        Outcome bench = bench("--suite", "conv", "--size", "4", "--seconds", "0.01", "--json");
        assertEquals(0, bench.code(), bench.err());
        JsonNode rows = new ObjectMapper().readTree(bench.out());
        assertTrue(rows.isArray(), bench.out());
        List<String> works = new ArrayList<>();
        for (JsonNode row : rows) {
            works.add(row.get("work").asText());
            assertEquals("cpu", row.get("device").asText());
            assertTrue(row.get("ours_ms").asDouble() > 0, row.toString());
            assertTrue(row.get("peer_ms").isNull(), row.toString());
            assertTrue(row.get("ratio").isNull(), row.toString());
            assertTrue(row.get("peer_peak_bytes").isNull(), row.toString());
            long peak = row.get("ours_peak_bytes").asLong();
            assertTrue(peak >= 4L * 512 * 512 * 9, row.toString());
            assertTrue(row.get("ours_held_bytes").asLong() >= peak, row.toString());
            assertEquals(System.getProperty("java.version"), row.get("java").asText());
        }
        assertEquals(
                List.of("conv forward 512@4", "conv by images 512@4", "conv by weights 512@4"),
                works);
    }

    @Test
    void aLineHasTheFirstRepetitionWhereThereIsNoPeer() {
        Outcome bench = bench("--suite", "matmul", "--size", "512", "--seconds", "0.01");
        assertEquals(0, bench.code(), bench.err());
        assertTrue(bench.out().startsWith("matmul 512 "), bench.out());
        assertTrue(bench.out().contains("first after "), bench.out());
        assertEquals(1, bench.out().lines().count(), bench.out());
    }

    @ParameterizedTest
    @CsvSource({
        "--suite step --size 7, --size is 7; allowed are",
        "--suite conv --seconds 0, --seconds is 0.0; allowed is more than 0",
        "--suite matmul --seconds NaN, --seconds is NaN",
        "--suite chain --allocator default, --allocator is that of the other library",
        "--suite roofline --size 4, leave out --size",
        "--suite roofline --vs libtorch, leave out --vs",
        "--suite accuracy --size 4, leave out --size",
        "--suite matmul --vs ../x, --vs is '../x'",
        "--suite walk, walk",
    })
    void whatCannotBeMeasuredIsRefused(String options, String said) {
        Outcome bench = bench(options.split(" "));
        assertEquals(2, bench.code(), bench.err());
        assertTrue(bench.err().contains(said), bench.err());
        assertEquals("", bench.out());
    }
}
