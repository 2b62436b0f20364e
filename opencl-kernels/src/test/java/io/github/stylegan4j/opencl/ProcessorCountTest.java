package io.github.stylegan4j.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** On a CPU device the bits of sums do not depend on how many processors there happen to be. */
class ProcessorCountTest {
    @Test
    void bitsAreThoseOfOneProcessor() throws Exception {
        assumeTrue(
                TestDevice.find().traits().platform().contains("Portable Computing Language"),
                "only PoCL can be told how many processors to use");
        List<String> one = said(1);
        List<String> two = said(2);
        assumeTrue(one.contains("processors 1") && two.contains("processors 2"), "not obeyed");
        assertTrue(one.size() > 20, one.toString());
        assertEquals(one.subList(1, one.size()), two.subList(1, two.size()));
    }

    private static List<String> said(int processors) throws Exception {
        Map<String, String> environment =
                Map.of("POCL_MAX_PTHREAD_COUNT", String.valueOf(processors));
        return ChildProcess.run(environment, List.of("-Xmx512m"), BitsPrinter.class)
                .lines()
                .filter(line -> line.matches("[a-z].* -?[0-9]+"))
                .toList();
    }
}
